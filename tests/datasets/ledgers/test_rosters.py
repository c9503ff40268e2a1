"""Rosters as townships really keep them: what stands in each is read as it is meant, or told to be doubtful."""

import datetime
from typing import Any

import openpyxl
import pytest

from datasets.access import Actor
from datasets.actions.ledgers.canonical import canonical
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.ledgers.pipeline import read_ledger
from datasets.ledgers.sheets import UnreadableLedger
from tests.conftest import TODAY, XUXIAKE_VILLAGE
from tests.factories import id_number
from tests.spreadsheets import _saved, xlsx

pytestmark = pytest.mark.django_db

BORN = datetime.date(2015, 6, 1)
A, B, C = (id_number(BORN, "male", sequence) for sequence in (1, 2, 3))
ELDER = id_number(datetime.date(1955, 5, 5), "female", 7)
MOTHER = id_number(datetime.date(1987, 7, 7), "female", 9)

HUTANG = "320281104210"  # 徐霞客镇湖塘村
PLACE = ["徐霞客镇徐霞客村困境儿童花名册"]
BARE = ["序号", "姓名", "性别", "身份证号"]
ONE, TWO = [1, "张伟", "男", A], [2, "李雷", "男", B]
ZHANG = {"name": "张伟", "sex": "male", "id_number": A, "region": XUXIAKE_VILLAGE}
LI = {**ZHANG, "name": "李雷", "id_number": B}
ELDERS = {"guardian_name": "王老五", "guardian_phone": "13812345678"}
#: A row's values, and the codes of what is said of it.
Read = tuple[dict[str, Any], list[str]]


def roster(header: list[Any], *rows: list[Any], title: str = PLACE[0]) -> list[list[Any]]:
    return [[title], header, *rows]


def read(lines: list[list[Any]], merged: tuple[str, ...] = ()) -> list[Read]:
    reading = read_ledger(
        xlsx(*lines, sheet="Sheet1", merged=merged),
        "台账.xlsx",
        collection="children",
        by=Actor.system(today=TODAY),
        choices=LedgerChoices(),
    )
    return [
        (
            {name: canonical(value) for name, value in row.values.items()},
            [issue.code for issue in row.issues],
        )
        for row in reading.rows
    ]


#: What is tried → its lines, and what is read of them.
ROSTERS: dict[str, tuple[list[list[Any]], list[Read]]] = {
    # Money that is no monthly amount
    "an amount a year": (roster([*BARE, "补助标准（元/年）"], [*ONE, 12000]), [(ZHANG, [])]),
    "an amount in ten thousands": (roster([*BARE, "救助金额（万元）"], [*ONE, 0.5]), [(ZHANG, [])]),
    "ten thousands told in a line above": (
        [PLACE, ["单位：万元"], [*BARE, "补助标准"], [*ONE, 0.2]], [(ZHANG, [])],
    ),
    "what was paid for a quarter": (
        roster([*BARE, "发放金额"], [*ONE, 5955], title="徐霞客镇徐霞客村2026年第三季度生活费发放表"),
        [(ZHANG, [])],
    ),
    "what was paid for some months beside the standard": (
        roster([*BARE, "月标准", "月数", "发放金额"], [*ONE, 1985, 3, 5955]),
        [({**ZHANG, "subsidy_amount": "1985.00"}, [])],
    ),
    "what was paid for several months": (
        roster([*BARE, "发放月数", "发放金额"], [*ONE, 3, 5955], [*TWO, 1, 1985]),
        [(ZHANG, []), (LI, [])],
    ),
    "what was paid for one month": (
        roster([*BARE, "发放月数", "发放金额"], [*ONE, 1, 1985]),
        [({**ZHANG, "subsidy_amount": "1985.00"}, [])],
    ),
    "what was paid for several people": (
        roster([*BARE, "补贴金额", "人数"], [*ONE, 3970, 2]), [(ZHANG, [])],
    ),
    "what was paid for two months that the title names": (
        roster([*BARE, "发放金额"], [*ONE, 3970], title="徐霞客镇徐霞客村10月、11月生活费发放表"), [(ZHANG, [])],
    ),
    "what was paid for the one month that the title names": (
        roster([*BARE, "发放金额"], [*ONE, 1985], title="徐霞客镇徐霞客村2026年度生活补贴发放表（十一月份）"),
        [({**ZHANG, "subsidy_amount": "1985.00"}, [])],
    ),
    "a sum of the first months": (roster([*BARE, "金额（1-3月）"], [*ONE, 5955]), [(ZHANG, [])]),
    # Whose it is
    **{
        f"the telephone of {heading}": (
            roster([*BARE, "监护人", heading, "联系电话"], [*ONE, "王老五", "李党员", "13912345678"]),
            [({**ZHANG, "guardian_name": "王老五"}, [])],
        )
        for heading in ("五老姓名", "爱心妈妈", "代理家长", "第一书记", "关爱员", "委托监护人", "村小组长", "任课教师")
    },
    "two guardians, each with a number": (
        roster(
            [*BARE, "监护人1姓名", "身份证号", "电话", "监护人2姓名", "身份证号", "电话"],
            [*ONE, "王老五", ELDER, "13812345678", "李秀英", MOTHER, "13912345678"],
        ),
        [({**ZHANG, **ELDERS, "guardian_id_number": ELDER}, [])],
    ),
    "numbered telephones": (
        roster([*BARE, "监护人", "联系方式1", "联系方式2"], [*ONE, "王老五", "13812345678", "13912345678"]),
        [({**ZHANG, **ELDERS}, [])],
    ),
    "what is asked of the guardian behind the guardian's name": (
        roster(
            ["姓名", "身份证号", "监护人", "与儿童关系", "年龄", "性别", "身体状况", "联系电话"],
            ["张伟", A, "王老五", "爷爷", 71, "男", "患病", "13812345678"],
        ),
        [(
            {**{name: value for name, value in ZHANG.items() if name != "sex"}, **ELDERS,
                "guardian_relation": "paternal_grandfather"},
            [],
        )],
    ),
    "what is asked of each parent behind the parent's name": (
        roster([*BARE, "父亲姓名", "健康状况", "母亲姓名", "健康状况"], [*ONE, "张三", "死亡", "李四", "良好"]),
        [(
            {**ZHANG, "father_name": "张三", "father_condition": "deceased", "mother_name": "李四",
                "mother_condition": "healthy"},
            [],
        )],
    ),
    "the guardian's health told as such, and the child's": (
        roster([*BARE, "监护人", "监护人身体状况", "健康状况"], [*ONE, "王老五", "患病", "良好"]),
        [({**ZHANG, "guardian_name": "王老五", "health": "良好"}, [])],
    ),
    "a relation beside the name, whichever way": (
        roster(
            [*BARE, "监护人"], [*ONE, "爷爷（王老五）"], [*TWO, "王老五系其爷爷"], [3, "韩梅", "男", C, "王老五爷爷"],
        ),
        [
            ({**one, "guardian_name": "王老五", "guardian_relation": "paternal_grandfather"}, [])
            for one in (ZHANG, LI, {**ZHANG, "name": "韩梅", "id_number": C})
        ],
    ),
    "an institution for a guardian": (
        roster([*BARE, "监护人"], [*ONE, "江阴市儿童福利院"]), [({**ZHANG, "guardian_name": "江阴市儿童福利院"}, [])],
    ),
    "where the child is registered before where it lives": (
        [["困境儿童"], ["序号", "姓名", "性别", "身份证号", "户籍情况", "", "居住情况", ""],
            ["", "", "", "", "镇", "村", "镇", "村"], [*ONE, "徐霞客镇", "湖塘村", "徐霞客镇", "徐霞客村"]],
        [(ZHANG, [])],
    ),
    # More children in a row than one
    "a family a row, its children side by side": (
        roster(
            ["监护人", "电话", "儿童1姓名", "性别", "身份证号", "儿童2姓名", "身份证号"],
            ["王老五", "13812345678", *ONE[1:], "李雷", B], ["王老五", "13812345678", *ONE[1:], "", ""],
        ),
        [({**ZHANG, **ELDERS}, ["another_in_row"]), ({**ZHANG, **ELDERS}, [])],
    ),
    "children side by side under one number": (
        roster([*BARE, "姓名", "身份证号"], [*ONE, "李雷", B], [*TWO, "", ""]),
        [(ZHANG, ["another_in_row"]), (LI, [])],
    ),
    # No child at all
    "the guardian's row above the child's": (
        roster(["与户主关系", *BARE[1:]], ["户主", "王老五", "女", ELDER], ["孙子", *ONE[1:]]),
        [
            ({**ZHANG, "name": "王老五", "sex": "female", "id_number": ELDER}, ["no_child"]),
            (ZHANG, []),
        ],
    ),
    "notes where a name would stand": (
        roster(
            BARE, ONE, ["", "以下空白"], ["", "本村无新增困境儿童"], [9, "零报告"], ["", "负责人签字  张三"],
            ["校长签名：", "", "", "班主任签名："],
        ),
        [(ZHANG, [])],
    ),
    "signatures in the middle of the rows": (
        roster(BARE, ONE, ["村（社区）负责人（签字）：", "", "陈某", "经办人："], TWO), [(ZHANG, []), (LI, [])],
    ),
    "rows that show how it is done": (
        roster(BARE, ["例", "王五", "男", C], ONE, [0, "王五（示例）", "男", "11010120150101001X"]),
        [(ZHANG, [])],
    ),
    "lines in which a formula has filled in the sex": (roster(BARE, ONE, [2, "", "女", ""]), [(ZHANG, [])]),
    "a school's line alone where a name would stand": (
        roster(BARE[1:], ["湖塘小学"], ONE[1:], ["三（1）班"], TWO[1:], ["减少人员"]), [(ZHANG, []), (LI, [])],
    ),
    "a household row by row": (
        roster(
            ["姓名", "性别", "与儿童关系", "电话", "类别"], ["张伟", "男", "本人", "", "孤儿"],
            ["张三", "男", "父亲", "13812345678", ""],
        ),
        [
            (
                {"name": "张伟", "sex": "male", "categories": ["orphan"], "region": XUXIAKE_VILLAGE},
                ["relation_unknown"],
            ),
            (
                {"name": "张三", "sex": "male", "guardian_relation": "father", "guardian_phone": "13812345678",
                    "region": XUXIAKE_VILLAGE},
                ["of_adults"],
            ),
        ],
    ),
    "whose relation to the household's head is a grown-up's": (
        roster(["户主", "姓名", "性别", "与户主关系"], ["张三", "李四", "女", "妻子"], ["张三", "张伟", "男", "长子"]),
        [
            ({"household_head": "张三", "name": "李四", "sex": "female", "region": XUXIAKE_VILLAGE}, ["of_adults"]),
            ({"household_head": "张三", "name": "张伟", "sex": "male", "region": XUXIAKE_VILLAGE}, []),
        ],
    ),
    "an old man's age": (
        roster(["姓名", "性别", "年龄", "民族"], ["王老五", "男", 71, "汉"], ["张伟", "男", "11岁", "汉"]),
        [
            ({"name": name, "sex": "male", "ethnicity": "汉族", "region": XUXIAKE_VILLAGE}, codes)
            for name, codes in (("王老五", ["of_adults"]), ("张伟", []))
        ],
    ),
    "the age of the guardian": (
        roster([*BARE[:3], "监护人", "年龄"], [1, "张伟", "男", "王老五", 71]),
        [({"name": "张伟", "sex": "male", "guardian_name": "王老五", "region": XUXIAKE_VILLAGE}, [])],
    ),
    **{
        f"those who work with children: {title}": (
            roster(["村", "姓名", "性别", "联系电话"], ["徐霞客村", "赵六", "女", "13812345678"], title=title),
            [(
                {"name": "赵六", "sex": "female", "guardian_phone": "13812345678", "region": XUXIAKE_VILLAGE},
                ["of_adults"],
            )],
        )
        for title in ("徐霞客镇儿童主任花名册", "徐霞客镇爱心妈妈结对名单", "徐霞客镇村级网格员联系表（2026年）")
    },
    "children and who looks after them": (
        roster(["姓名", "性别", "民族"], ["张伟", "男", "汉"], title="徐霞客镇徐霞客村困境儿童及监护人花名册"),
        [({"name": "张伟", "sex": "male", "ethnicity": "汉族", "region": XUXIAKE_VILLAGE}, [])],
    ),
    # Tables beside and below each other
    "a village over each of two tables": (
        [["徐霞客镇"], ["徐霞客村", *[""] * 4, "湖塘村"], [*BARE, "", *BARE], [*ONE, "", *TWO]],
        [(ZHANG, []), ({**LI, "region": HUTANG}, [])],
    ),
    "who filed each of two tables": (
        [["徐霞客镇"], ["填报单位：徐霞客村", *[""] * 4, "填报单位：湖塘村"], [*BARE, "", *BARE], [*ONE, "", *TWO]],
        [(ZHANG, []), ({**LI, "region": HUTANG}, [])],
    ),
    "a table that begins beside the rows of another": (
        [PLACE, [*BARE, "", "孤儿名单"], [*ONE, "", *BARE], [3, "韩梅", "男", C, "", *TWO]],
        [(ZHANG, []), ({**ZHANG, "name": "韩梅", "id_number": C}, []), ({**LI, "categories": ["orphan"]}, [])],
    ),
    "who filed both of two tables": (
        [["填报单位：徐霞客镇徐霞客村", *[""] * 4, "2026年11月"], [*BARE, "", *BARE], [*ONE, "", *TWO]],
        [(ZHANG, []), (LI, [])],
    ),
    "those who come beside those who go": (
        [PLACE, ["新增", *[""] * 3, "减少"], [*BARE, *BARE], [*ONE, *TWO]], [(ZHANG, []), (LI, ["leaving"])],
    ),
    "tables beside each other that ask differently": (
        [PLACE, [*BARE, "", "姓名", "身份证号", "监护人", "联系电话"], [*ONE, "", "李雷", B, "王老五", "13812345678"]],
        [(ZHANG, []), ({"name": "李雷", "id_number": B, **ELDERS, "region": XUXIAKE_VILLAGE}, [])],
    ),
    "one more column at the right of the second table": (
        [PLACE, [*BARE, *BARE, "备注"], [*ONE, *TWO, "走读"]], [(ZHANG, []), ({**LI, "remark": "走读"}, [])],
    ),
    "figures beside the table": (
        [PLACE, [*BARE, "类别", "", "类别", "人数"], [*ONE, "孤儿", "", "残疾", 0]],
        [({**ZHANG, "categories": ["orphan"]}, [])],
    ),
    "a short table of those who go below": (
        roster(["姓名", "身份证号", "监护人"], ["张伟", A, "王老五"], ["减少儿童"], ["姓名", "身份证号", "减少时间"],
            ["李雷", B, "2026.11"]),
        [
            ({"name": "张伟", "id_number": A, "guardian_name": "王老五", "region": XUXIAKE_VILLAGE}, []),
            ({"name": "李雷", "id_number": B, "region": XUXIAKE_VILLAGE}, ["leaving"]),
        ],
    ),
    "a header of three levels whose last one tells finer": (
        [PLACE, ["姓名", "身份证号", "困境类型", "", "", "监护人"], ["", "", "孤儿", "监护缺失", "", ""],
            ["", "", "", "父母服刑", "父母失联", ""], ["张伟", A, "", "√", "", "王老五"]],
        [(
            {"name": "张伟", "id_number": A, "guardian_name": "王老五", "categories": ["parent_in_prison"],
                "region": XUXIAKE_VILLAGE},
            [],
        )],
    ),
    **{
        f"parts of a group that are no fields: {group}": (
            [PLACE, ["姓名", "身份证号", "监护人", group, ""], ["", "", "", *parts], ["张伟", A, "王老五", "√", ""]],
            [({"name": "张伟", "id_number": A, "guardian_name": "王老五", "region": XUXIAKE_VILLAGE}, [])],
        )
        for group, parts in (("残疾类型", ["肢体", "智力"]), ("父亲情况", ["死亡", "失踪"]), ("性别", ["男", "女"]))
    },
    "a tick where a word belongs": (
        roster([*BARE, "残疾类别"], [*ONE, "√"], [*TWO, "肢体二级"]),
        [(ZHANG, ["only_a_mark"]), ({**LI, "disability": "肢体二级"}, [])],
    ),
    "a telephone in the cell of a name": (
        roster(
            [*BARE, "监护人及联系电话", "父亲"], [*ONE, "王老五（爷爷）13812345678", "张三 13912345678"],
            [*TWO, "王老五", "李四/失联"],
        ),
        [
            (
                {**ZHANG, **ELDERS, "guardian_relation": "paternal_grandfather", "father_name": "张三",
                    "father_phone": "13912345678"},
                [],
            ),
            (
                {**LI, "guardian_name": "王老五", "father_name": "李四", "father_condition": "out_of_contact"},
                [],
            ),
        ],
    ),
    "guardians who have no name": (
        roster([*BARE, "监护人"], [*ONE, "父母"], [*TWO, "爷爷奶奶"]),
        [(ZHANG, ["name_is_relation"]), (LI, ["name_is_relation"])],
    ),
    "members of the family, whose relations and telephones are theirs": (
        roster([*BARE, "家庭成员1", "与儿童关系", "电话"], [*ONE, "张三", "父亲", "13812345678"]), [(ZHANG, [])],
    ),
    # Lines of parts
    "a part of a kind that nobody knows": (
        roster(BARE, ["一、孤儿"], ONE, ["二、特殊群体"], TWO), [({**ZHANG, "categories": ["orphan"]}, []), (LI, [])],
    ),
    "a part of all others": (
        roster(BARE, ["孤儿"], ONE, ["其他"], TWO),
        [({**ZHANG, "categories": ["orphan"]}, []), ({**LI, "categories": ["other"]}, [])],
    ),
    "a note within a part": (
        roster(BARE, ["一、孤儿"], ["备注：含低保家庭"], ONE), [({**ZHANG, "categories": ["orphan"]}, [])],
    ),
    # Who leaves
    "a column of changes": (
        roster([*BARE, "变动情况"], [*ONE, "退出"], [*TWO, "新增"]), [(ZHANG, ["leaving"]), (LI, [])],
    ),
    "a column of when somebody left": (
        roster([*BARE, "停发时间"], [*ONE, "2026.11"], [*TWO, ""]), [(ZHANG, ["leaving"]), (LI, [])],
    ),
    "lines of those who come and go": (
        roster(BARE, ["一、本月退出（1人）"], ONE, ["二、在册"], TWO), [(ZHANG, ["leaving"]), (LI, [])],
    ),
    "a column of changes in short": (
        roster([*BARE, "增/减"], [*ONE, "减"], [*TWO, "增"]), [(ZHANG, ["leaving"]), (LI, [])],
    ),
    "who is asked whether it is still there": (
        roster([*BARE, "是否在册"], [*ONE, "否"], [*TWO, "是"]), [(ZHANG, ["leaving"]), (LI, [])],
    ),
    "who was refused": (
        roster([*BARE, "审核意见"], [*ONE, "不同意"], [*TWO, "同意"]), [(ZHANG, ["leaving"]), (LI, [])],
    ),
    "what a remark says of the child, and of its father": (
        roster([*BARE, "备注"], [*ONE, "2026年9月死亡"], [*TWO, "父亲2019年死亡"]),
        [({**ZHANG, "remark": "2026年9月死亡"}, ["leaving"]), ({**LI, "remark": "父亲2019年死亡"}, [])],
    ),
    "the next part below those who go": (
        roster(BARE, ["一、本月退出"], ["（一）孤儿"], ONE, ["二、留守儿童"], TWO),
        [({**ZHANG, "categories": ["orphan"]}, ["leaving"]), ({**LI, "categories": ["left_behind"]}, [])],
    ),
    "those who change below those who go": (
        roster(BARE, ["减少（1人）"], ONE, ["变更（1人）"], TWO), [(ZHANG, ["leaving"]), (LI, [])],
    ),
    "a title of those who died": (
        roster(BARE, ONE, title="徐霞客镇徐霞客村死亡儿童名单"), [(ZHANG, ["leaving"])],
    ),
    "what speaks of others than the children": (
        [["已故人员子女名单"], PLACE, [*BARE, "变动情况"], [*ONE, "取消低保"]], [(ZHANG, [])],
    ),
    "what is asked of who fills in": (
        [PLACE, ["不符合条件的不予填报"], ["填表要求：已退出的不填"], BARE, ONE], [(ZHANG, [])],
    ),
    "whether the father has died, beside his name": (
        roster([*BARE, "父亲姓名", "是否死亡"], [*ONE, "张三", "是"]), [({**ZHANG, "father_name": "张三"}, [])],
    ),
    # Whatever stands where a parent's name belongs
    "what became of parents beside their names": (
        roster(
            [*BARE, "父亲", "母亲"], [*ONE, "张三，外出务工", "李四/失联"], [*TWO, "张三 死亡", "李四 改嫁"],
        ),
        [
            (
                {**ZHANG, "father_name": "张三", "father_condition": "working_away", "mother_name": "李四",
                    "mother_condition": "out_of_contact"},
                [],
            ),
            (
                {**LI, "father_name": "张三", "father_condition": "deceased", "mother_name": "李四"},
                ["name_aside"],
            ),
        ],
    ),
    "what became of parents in the place of their names": (
        roster([*BARE, "父亲", "母亲"], [*ONE, "服刑中", "母改嫁"], [*TWO, "张三已故", "父亲去世"]),
        [
            ({**ZHANG, "father_condition": "in_prison"}, ["name_unreadable"] * 2),
            ({**LI, "father_condition": "deceased"}, ["name_unreadable"] * 2),
        ],
    ),
    "two guardians in one cell": (
        roster([*BARE, "监护人"], [*ONE, "爷爷李四 奶奶王五"], [*TWO, "周大和李三"]),
        [(ZHANG, ["name_unreadable"]), ({**LI, "guardian_name": "周大和李三"}, ["name_joined"])],
    ),
    # Signs with a meaning of their own
    "categories by number, the numbers told above": (
        [PLACE, ["儿童类别：1孤儿 2.事实无人抚养儿童 3、留守儿童"], [*BARE, "类别"], [*ONE, 1], [*TWO, "2、3"],
            [3, "韩梅", "男", C, "9"]],
        [
            ({**ZHANG, "categories": ["orphan"]}, []),
            ({**LI, "categories": ["unattended", "left_behind"]}, []),
            ({**ZHANG, "name": "韩梅", "id_number": C}, ["category_unknown"]),
        ],
    ),
    "categories by letter, the letters told below": (
        roster([*BARE, "类别代码"], [*ONE, "A"], [*TWO, "B"], ["注：A孤儿；B残疾儿童；C留守儿童"]),
        [({**ZHANG, "categories": ["orphan"]}, []), ({**LI, "categories": ["disabled"]}, [])],
    ),
    "categories by number, the numbers told in the heading": (
        roster([*BARE, "困境类型（1.孤儿 2.留守 3.残疾）"], [*ONE, "①"], [*TWO, 2.3]),
        [({**ZHANG, "categories": ["orphan"]}, []), ({**LI, "categories": ["left_behind", "disabled"]}, [])],
    ),
    "two meanings of one number are none": (
        [PLACE, ["1孤儿 2留守儿童"], ["1残疾儿童 2留守儿童"], [*BARE, "类别"], [*ONE, 1], [*TWO, 2]],
        [(ZHANG, ["category_unknown"]), ({**LI, "categories": ["left_behind"]}, [])],
    ),
    "circles for ticks": (
        roster([*BARE, "孤儿", "留守"], [*ONE, "○", ""], [*TWO, "", "○"]),
        [(ZHANG, ["tick_unreadable"]), (LI, ["tick_unreadable"])],
    ),
    "circles beside ticks": (
        roster([*BARE, "孤儿", "留守"], [*ONE, "●", "○"], [*TWO, "", "○"]),
        [({**ZHANG, "categories": ["orphan"]}, []), (LI, [])],
    ),
    "sexes counted from nought": (
        roster(["姓名", "性别（0男1女）", "民族", "类别"], ["张伟", 1, "汉", "孤儿"]),
        [({"name": "张伟", "ethnicity": "汉族", "categories": ["orphan"], "region": XUXIAKE_VILLAGE}, [])],
    ),
    "categories that hold no longer, or not yet": (
        roster([*BARE, "类别"], [*ONE, "孤儿（已退出）"], [*TWO, "重病（待核实）"]),
        [(ZHANG, ["category_unknown"]), (LI, ["category_unknown"])],
    ),
    # What the child is called, and where it lives
    "the child as the son of somebody in prison": (
        roster(["服刑人员姓名", "身份证号", "子女姓名", "性别", "身份证号"], ["张三", ELDER, *ONE[1:]]),
        [(ZHANG, [])],
    ),
    "what was paid once to an ill child": (
        roster(["患儿姓名", "性别", "身份证号", "救助金额"], [*ONE[1:], 10000], title="徐霞客镇徐霞客村临时救助"),
        [(ZHANG, [])],
    ),
    "a group behind a village's short name": (
        [["徐霞客镇"], [*BARE, "村"], [*ONE, "徐霞客3组"], [*TWO, "徐霞客第三村民小组"]], [(ZHANG, []), (LI, [])],
    ),
    "a month that Excel has made a day": (
        roster([*BARE, "出生年月"], [*ONE, datetime.date(2015, 6, 1)], [2, "李雷", "男", "", datetime.date(2015, 6, 1)],
            [3, "韩梅", "男", C, datetime.date(2015, 7, 1)]),
        [
            (ZHANG, []),
            ({name: value for name, value in LI.items() if name != "id_number"}, ["date_incomplete"]),
            ({**ZHANG, "name": "韩梅", "id_number": C}, ["birth_month_mismatch"]),
        ],
    ),
    # Days that are none
    "a lunar birthday": (
        roster(["姓名", "性别", "民族", "出生日期（农历）"], ["张伟", "男", "汉", "2015-06-01"]),
        [({"name": "张伟", "sex": "male", "ethnicity": "汉族", "region": XUXIAKE_VILLAGE}, [])],
    ),
}  # fmt: skip


@pytest.mark.parametrize("tried", list(ROSTERS))
def test_a_roster_is_read_as_it_is_meant(tried: str) -> None:
    lines, expected = ROSTERS[tried]
    assert read(lines) == expected


@pytest.mark.parametrize(
    "text",
    [
        "未取名",
        "弃婴",
        "次子",
        "张伟之子",
        "张**",
        "张××",
        "XXX",
        "张伟已死亡",
        "张伟监护人",
        "同父亲",
    ],
)
def test_what_is_no_name_is_stored_as_nobodys(text: str) -> None:
    ((values, codes),) = read(roster(BARE, [1, text, "男", A]))
    assert ("name" in values, codes) == (False, ["name_unreadable"])


@pytest.mark.parametrize("text", ["★张伟", "张伟▲", "“张伟”", "※张伟*"])
def test_a_mark_beside_a_name_is_no_part_of_it(text: str) -> None:
    ((values, codes),) = read(roster(BARE, [1, text, "男", A]))
    assert (values["name"], codes) == ("张伟", [])


@pytest.mark.parametrize(
    "name", ["王健康", "李和平", "张亮亮", "欧阳静怡", "买买提·艾力", "王奶奶"]
)
def test_a_rare_name_is_a_name(name: str) -> None:
    header, row = [*BARE, "父亲姓名"], [1, name, "男", A, name]
    ((values, codes),) = read(roster(header, row))
    assert (values["name"], values["father_name"], codes) == (name, name, [])


def test_what_stands_under_no_heading_is_kept_beside_the_row() -> None:
    lines = roster([*BARE, ""], [*ONE, "已搬走"], TWO)
    by = Actor.system(today=TODAY)
    first, second = read_ledger(xlsx(*lines), "台账.xlsx", collection="children", by=by).rows
    assert (first.extra["E"], "E" in second.extra) == ("已搬走", False)


@pytest.mark.parametrize("aside", [[], ["照片"]])
def test_a_roster_turned_on_its_side_is_refused(aside: list[str]) -> None:
    lines = [
        ["姓名", "张伟", "李雷"],
        ["性别", "男", "男"],
        ["身份证号", A, B],
        ["困境类型", "孤儿", "留守"],
    ]
    with pytest.raises(UnreadableLedger, match="横着写"):
        read([PLACE, *([*aside, *line] for line in lines)])


def test_a_form_is_no_roster_turned_on_its_side() -> None:
    lines = [
        ["姓名", "张伟"],
        ["性别", "男"],
        ["身份证号", A],
        ["监护人", "王老五", "爷爷"],
        ["困境类型", "孤儿"],
    ]
    ((values, _codes),) = read([PLACE, *lines])
    assert values == {**ZHANG, "guardian_name": "王老五", "categories": ["orphan"]}


@pytest.mark.parametrize("title", ["填表说明", "说明", "数据字典"])
def test_a_sheet_of_explanations_beside_the_roster_names_nobody(title: str) -> None:
    workbook = openpyxl.Workbook()
    explaining = [
        ["1.姓名：填户口簿上的"],
        ["2.性别：填男或女"],
        ["3.身份证号：填18位"],
        ["4.困境类型：孤儿等"],
    ]
    for name, lines in (("花名册", roster(BARE, ONE)), (title, explaining)):
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(line)
    del workbook["Sheet"]
    by = Actor.system(today=TODAY)
    reading = read_ledger(_saved(workbook), "台账.xlsx", collection="children", by=by)
    assert [(row.sheet, row.values["name"]) for row in reading.rows] == [("花名册", "张伟")]


def test_a_sheet_that_is_only_called_so_is_read() -> None:
    content = xlsx(*roster(BARE, ONE), sheet="说明")
    by = Actor.system(today=TODAY)
    assert len(read_ledger(content, "台账.xlsx", collection="children", by=by).rows) == 1
