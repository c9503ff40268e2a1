"""What can be wrong with a row, each in a sentence that tells a clerk what to do."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.readers import ERROR

#: A child of another area: the code alone, for nothing more may be said of it.
RECORDED_ELSEWHERE = "recorded_elsewhere"

#: The ledger names the child because it leaves.
LEAVING = "leaving"

SENTENCES: dict[str, Any] = {
    # Any field
    "missing": _("没有填写，请补上。"),
    "too_long": _("内容超过 %(limit)d 个字，请缩短。"),
    # By a rule that tells its own sentence (custom/conditions.py)
    "refused": "%(sentence)s",
    "pattern": _("不符合规定的格式。"),
    "not_text": _("单元格里是公式错误或无法读取的内容，请改成文字。"),
    "only_a_mark": _("这一格只有“%(text)s”，没有文字，没有存入，请写明。"),
    "masked": _("这一格的内容是隐藏过的（带星号或写着“已保护”），没有读入，原来的内容不变。"),
    # Names
    "name_unreadable": _("“%(text)s”不像姓名，请核对。"),
    "name_blank": _("“%(text)s”中间有空格，按一个人登记，请核对是不是写了两个人。"),
    "name_joined": _("“%(text)s”像是两个人的姓名，按一个人登记，请核对。"),
    "name_is_relation": _("“%(text)s”是关系，不是姓名，没有存入，请补上姓名。"),
    "name_aside": _("括号里的“%(text)s”没有存入姓名，请核对。"),
    "another_in_row": _("同一行里还写着“%(text)s”，没有读入，请另写一行。"),
    LEAVING: _("台账写着“%(text)s”，按在册儿童读入，请核对是否应当结案。"),
    "leaving_unrecorded": _(
        "登记里没有这名儿童，台账写的是离开的：确要登记，请选“新建”；否则请选“跳过”。"
    ),
    "of_adults": _(
        "表里写着“%(text)s”，又没有出生日期和身份证号，看不出是儿童，没有登记。是儿童的请补上，不是的不用管。"
    ),
    "sex_unreadable": _("“%(text)s”不是性别，请填“男”或“女”。"),
    # Identity numbers
    "length": _("身份证号应为18位，现在是%(count)d位。"),
    "several_numbers": _("一格里有几个身份证号，请一人写一行。"),
    "no_number": _("“%(text)s”不是身份证号，请改正；还没有身份证号的请留空。"),
    "number_not_theirs": _("“%(text)s”写明不是本人现用的身份证号，没有存入，请核对。"),
    "number_aside": _("身份证号旁边还写着字：“%(text)s”，请核对是不是本人现用的号码。"),
    "document_unreadable": _("“%(text)s”不是证件号码，请核对；还没有证件的请留空。"),
    "characters": _("身份证号只能由数字组成，最后一位可以是X。"),
    "birth_date": _("身份证号中的出生日期不存在，请对照证件核对。"),
    "check_digit": _("身份证号的校验位不对，请对照证件核对。"),
    "digits_lost": _("Excel 把身份证号存成了数字，后几位已经丢失，请把该列设为文本后重新填写。"),
    "upgraded": _("15位旧身份证号已按规则升为18位，请核对。"),
    "sex_mismatch": _("性别与身份证号不一致，请核对。"),
    "birth_mismatch": _("出生日期与身份证号不一致，请核对。"),
    "birth_month_mismatch": _("“%(text)s”与身份证号中的出生日期不一致，没有存入，请核对。"),
    "same_as_guardian": _("儿童和监护人的身份证号相同，请核对是否填错了列。"),
    # Dates and amounts
    "date_unreadable": _("“%(text)s”不是能识别的日期，请写成2015-06-01的样子。"),
    "date_lunar": _("“%(text)s”是农历，请换算成公历，写成2015-06-01的样子。"),
    "date_incomplete": _("“%(text)s”缺少月或日，没有存入，请补全。"),
    "date_is_age": _("“%(text)s”是年龄，不是出生日期，没有存入，请补上出生日期。"),
    "date_range": _("日期 %(text)s 不合理，请核对。"),
    "of_age": _("已满18周岁，请核对是否应当结案。"),
    "no_child": _(
        "按出生日期已满%(years)d周岁，不是儿童，没有登记，请核对是不是监护人，或者填错了列。"
    ),
    "money_unreadable": _("“%(text)s”不是金额，请只填数字（元/月）。"),
    "phone_unreadable": _("“%(text)s”不是电话号码，没有存入，请核对。"),
    "phone_aside": _("“%(text)s”写明号码可能打不通，已存入，请核对。"),
    "phone_of_another": _("“%(text)s”写的是别人的电话，已存入，请核对。"),
    # Words of a list
    "category_unknown": _("不认识的儿童类别“%(text)s”，请改用类别表中的名称。"),
    "tick_unreadable": _("“%(text)s”不是打勾，没有计入类别，请填√或留空。"),
    "relation_unknown": _("不认识的关系“%(text)s”，没有存入，请写成“父亲”“祖母”等。"),
    "ethnicity_unknown": _("不认识的民族“%(text)s”，没有存入。"),
    "choice_unknown": _("不认识的写法“%(text)s”，没有存入，请核对。"),
    "same_as_parent": _("儿童和父母的身份证号相同，请核对是否填错了列。"),
    "parent_name_missing": _("填了父亲或母亲的情况却没有姓名，没有存入，请补上姓名。"),
    "parent_differs": _("已登记的是“%(name)s”，与这里写的不是同一个名字，没有改动，请核对。"),
    "guardian_name_missing": _("填了监护人的号码却没有姓名，号码没有存入，请补上姓名。"),
    # Regions
    "region_missing": _("没有写明镇（街道）或村（社区），请补上。"),
    "region_unknown": _("找不到地区“%(text)s”，请核对名称。"),
    "region_ambiguous": _("“%(text)s”可能是：%(candidates)s，请写明上级地区。"),
    "region_retired": _("“%(text)s”已并入%(successor)s，按新地区登记。"),
    "region_no_village": _("只写到%(name)s，没有写明村（社区）。"),
    "region_from_household": _("没有写明村（社区），按户籍地址登记为%(name)s，请核对。"),
    "outside_territory": _("%(name)s不在您负责的地区内，不能由您登记。"),
    # Records of other collections, and those that a row speaks of
    "reference_unknown": _("找不到“%(text)s”，请核对写法，或先在系统中登记。"),
    "reference_ambiguous": _(
        "“%(text)s”可能是：%(candidates)s，请写明编号（标识）、全称，或者加上所在的地区。"
    ),
    "reference_refused": _("“%(text)s”所在的行没有通过检查，请先改好那一行。"),
    "name_not_of_code": _("标识对应的是“%(name)s”，与写的名称不同，按标识登记，请核对。"),
    "key_unknown": _("登记库中没有编号 %(key)s，请核对；新增的行请把编号留空。"),
    "number_unknown": _("没有编号是“%(text)s”的记录；新增的行请把它留空，编号由系统给出。"),
    "key_of_another": _("编号 %(key)s 登记的是“%(name)s”，与这一行不同，请核对。"),
    "key_ignored": _("“编号”一列与登记库的编号对不上，当作序号，没有使用。"),
    "key_differs": _("已登记的“%(name)s”与这一行相符，但标识或号码不同，请核对。"),
    "name_differs_under_key": _("这个标识登记的是“%(name)s”，名称相差较大，请核对。"),
    "several_records": _("登记库中有 %(count)d 条记录与这一行相符，请核对后再定。"),
    "record_alike": _("登记库中已有相近的“%(name)s”，请核对是否为同一条。"),
    "decision_void": _("先前的决定与登记库现在的情况对不上，这一行没有入库，请重新核对。"),
    "record_elsewhere": _("这条记录不在您负责的地区，不能由您修改。"),
    "record_twice": _("与第 %(row)d 行是同一条，内容相同，只登记一次。"),
    "record_conflict": _("与第 %(row)d 行是同一条，但内容不同，请核对后只保留一行。"),
    "may_not_assign": _("您没有导入职责分工的权限，不能写明由谁承担。"),
    "taken": _("“%(text)s”已经用在“%(name)s”上，请核对。"),
    "circle": _("上级不能是它自己或它下面的，请核对。"),
    # Fields of the other collections
    "agency_blank": _("没有写责任单位。和上面一行是同一单位的，请补上，或者写“同上”。"),
    "code_unreadable": _("“%(text)s”不能作标识，只能用字母、数字、连字符和下划线。"),
    "decimal_unreadable": _("“%(text)s”不是数字，没有存入，请核对。"),
    "amount_unreadable": _("“%(text)s”不是金额，请只填数字。"),
    "number_range": _("%(text)s 超出了规定的范围，请核对。"),
    "too_many_places": _("%(text)s 的小数超过 %(places)d 位，请核对。"),
    "number_unreadable": _("“%(text)s”不是整数，没有存入，请核对。"),
    "yes_no_unreadable": _("“%(text)s”没有存入，请填“是”或“否”。"),
    "region_code_unreadable": _("“%(text)s”不是区划代码，请核对。"),
    "level_assumed": _("没有写级别，登记为“%(level)s”，请核对。"),
    "level_not_below": _("级别应当低于上级地区“%(name)s”，请核对。"),
    "ends_before_start": _("结束日期早于开始日期，请核对。"),
    "successor_without_date": _("并入其他地区时，请同时填写撤销日期。"),
    "phase_without_pilot": _("填了试点批次的地区必须是试点地区，请核对。"),
    # What a row would overwrite
    "less_than_recorded": _(
        "台账写的比档案少，入库会丢掉一部分内容，请核对；要留住原值，请选“保留档案的”。"
    ),
    "older_than_recorded": _(
        "台账说的是 %(of)s 的情况，档案在 %(since)s 更新过，请核对；要留住新的，请选“保留档案的”。"
    ),
    # Matching
    "several_candidates": _("登记库中有 %(count)d 名儿童与这一行相符，请核对后再定。"),
    "name_differs": _("这个身份证号登记的是“%(name)s”，姓名不同，请核对。"),
    "id_number_differs": _("同村同名同日出生的儿童登记的身份证号不同，请核对是否为同一人。"),
    "doubtful_namesake": _("同村已有同名儿童，但缺少身份证号或出生日期，无法确定是否为同一人。"),
    RECORDED_ELSEWHERE: _("这名儿童已在其他地区登记，可以申请转入。"),
    "record_closed": _("这个身份证号的档案已结案，请核对是否需要重新开档。"),
    "twice_in_file": _("与第 %(row)d 行是同一名儿童，内容相同，只登记一次。"),
    "conflict_in_file": _("与第 %(row)d 行是同一名儿童，但内容不同，请核对后只保留一行。"),
    "namesake_in_file": _(
        "前面已有同村同名的儿童，有一行缺少身份证号或出生日期，无法确定是否为同一人，请核对。"
    ),
    "skipped": _("已决定跳过，这一行不入库。"),
    "guardian_name_differs": _(
        "这个监护人身份证号登记的是“%(name)s”，姓名不同，监护人没有存入，请核对。"
    ),
    "guardian_conflict": _("同一监护人的信息与第 %(row)d 行不一致，按第 %(row)d 行登记。"),
}


@dataclasses.dataclass(slots=True)
class Issue:
    """One problem on one field of a row. An error keeps the row out, a warning does not."""

    field: str
    code: str
    severity: str = ERROR
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in the reader's language."""
        return str(SENTENCES[self.code]) % self.params

    def as_stored(self) -> dict[str, Any]:
        return {
            "field": self.field,
            "code": self.code,
            "severity": self.severity,
            "params": dict(self.params),
        }
