"""The ledger of children in difficulty (困境儿童花名册)."""

import datetime
import re

from django.utils.translation import gettext_lazy as _

from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import GuardianCondition, IdType, Relation, Sex
from datasets.ledgers.fields import LedgerField, LedgerLayout
from datasets.ledgers.parents import (
    FATHER,
    MOTHER,
    PARENT_LABELS,
    parent_fields,
    parent_readers,
)
from datasets.ledgers.vocabulary import Vocabulary
from datasets.readers import WARNING, Reader
from datasets.readers.dates import is_incomplete_form_of, past_date
from datasets.readers.id_numbers import id_number
from datasets.readers.numbers import monthly_amount, phones
from datasets.readers.text import person_name, plain_text
from datasets.readers.words import categories, choice, ethnicity, relation, sex
from datasets.standards.id_numbers import birth_date_in, sex_in

_OF_AGE_YEARS = 18
#: An address that says that it is the other one: 同户籍地址.
_SAME_ADDRESS = (
    (
        "residence_address",
        "household_address",
        re.compile(r"[同与](户籍|户口)(所在)?(地址?|住址)?(相同|一致)?|同[上左前]"),
    ),
    (
        "household_address",
        "residence_address",
        re.compile(r"[同与](现|常|居)(居住|住)?(地址?|址)?(相同|一致)?|同[上左前]"),
    ),
)

#: What a clerk calls each field.
LABELS = {
    "name": _("姓名"),
    "sex": _("性别"),
    "id_type": _("证件类型"),
    "id_number": _("证件号码"),
    "birth_date": _("出生日期"),
    "ethnicity": _("民族"),
    "region": _("所属地区"),
    "categories": _("困境类别"),
    "household_address": _("户籍地址"),
    "residence_address": _("现居住地址"),
    "household_number": _("户号"),
    "household_head": _("户主"),
    "family": _("家庭"),
    "school": _("就读学校"),
    "grade": _("年级"),
    "health": _("身体状况"),
    "disability": _("残疾类别及等级"),
    "aid": _("享受救助"),
    "subsidy_amount": _("补助标准（元/月）"),
    "guardian_name": _("监护人"),
    "guardian_relation": _("与儿童关系"),
    "guardian_id_number": _("监护人证件号码"),
    "guardian_phone": _("监护人联系电话"),
    **PARENT_LABELS,
    "remark": _("备注"),
}

_PART_LABELS = {
    "region.code": _("地区代码"),
    "region.county": _("县（市、区）"),
    "region.township": _("镇（街道）"),
    "region.village": _("村（社区）"),
    "region.joined": _("地区（镇、村写在一起）"),
}


def _field(name: str, aliases: str, part: str = "") -> LedgerField:
    return LedgerField(name=name, aliases=tuple(aliases.split()), part=part)


FIELDS = (
    _field(
        "name",
        "姓名 儿童姓名 困境儿童姓名 未成年人姓名 困境未成年人姓名 孩子姓名 学生姓名 幼儿姓名 本人姓名 "
        "儿童 对象姓名 保障对象姓名 被监护人姓名 孤儿姓名 留守儿童姓名 服务对象姓名 名字",
    ),
    _field("sex", "性别 儿童性别 未成年人性别 孩子性别"),
    _field("id_type", "证件类型 证件种类 证件类别"),
    _field(
        "id_number",
        "身份证号 身份证号码 公民身份证号 公民身份证号码 公民身份号码 居民身份证号 居民身份证号码 身份证 "
        "证件号码 证件号 儿童身份证号 儿童身份证号码 儿童身份证 儿童证件号码 未成年人身份证号 "
        "未成年人身份证号码 孩子身份证号 学生身份证号 本人身份证号 困境儿童身份证号 困境儿童身份证号码",
    ),
    _field("birth_date", "出生日期 出生年月 出生年月日 生日 出生时间 儿童出生日期 儿童出生年月 出生"),
    _field("ethnicity", "民族 儿童民族"),
    _field("region", "地区代码 区划代码 行政区划代码 村代码", "code"),
    _field("region", "县市区 县区 区县 县 区 市区 所属区县 所在县区 县级 县名称", "county"),
    _field(
        "region",
        "镇街道 乡镇街道 乡镇街办 乡镇 镇街 镇 街道 乡 街道乡镇 街道办事处 乡镇办 镇乡街道 所属乡镇 所属镇街 "
        "所在乡镇 所在镇街道 镇办 镇名称 镇街名称 乡镇名称 办事处 园区",
        "township",
    ),
    _field(
        "region",
        "村社区 村居 村居社区 社区村 村 社区 行政村 村居委会 村委会 村委 居委会 村委会社区 社区村居 所属村 "
        "所属社区 所属村社区 所在村 所在村社区 村居名称 村名 村名称 社区名称 村社区名称 村居委",
        "village",
    ),
    _field(
        "region",
        "地区 所属地区 所在地区 所属区域 辖区 属地 所属镇村 镇村 镇村社区 所在地 村镇 区域",
        "joined",
    ),
    _field(
        "categories",
        "儿童类别 类别 困境类型 困境类别 困境儿童类别 困境儿童类型 儿童类型 保障类别 保障类型 对象类别 对象类型 "
        "未成年人类别 困境未成年人类别 困境未成年人类型 人员类别 人员类型 困境情形 困境情况 困境原因 类型 儿童分类 "
        "分类 困境分类 身份类别",
    ),
    _field(
        "household_address",
        "户籍地址 户籍所在地 户籍地 户口所在地 户籍 户口地址 户籍住址 "
        "户籍详细地址 户籍所在地址 户口所在地址 户籍地详址",
    ),
    _field(
        "residence_address",
        "现居住地址 现居住地 居住地址 家庭住址 家庭地址 现住址 住址 现住地址 居住地 现居地 现居地址 详细地址 "
        "家庭详细地址 实际居住地 实际居住地址 常住地址 联系地址 地址 通讯地址 现家庭住址 居住详址",
    ),
    _field("household_number", "户号 户口簿号 户口本号 户编号 家庭户号"),
    _field("household_head", "户主 户主姓名"),
    _field(
        "school",
        "就读学校 学校 所在学校 就读学校名称 学校名称 就学学校 现就读学校 在读学校 所读学校 "
        "就读院校 幼儿园 就读学校幼儿园",
    ),
    _field("grade", "年级 就读年级 班级 年级班级 所在年级 就读班级 年级及班级"),
    _field("health", "身体状况 健康状况 健康情况 身体情况 身体健康状况 儿童身体状况 儿童健康状况 健康 身心状况"),
    _field("disability", "残疾类别及等级 残疾类别 残疾等级 残疾类型 残疾类别等级 残疾情况 残疾类型及等级"),
    _field("aid", "享受救助 救助帮扶 救助情况 享受救助情况 享受政策 享受保障 帮扶情况 救助帮扶情况 享受待遇"),
    _field(
        "subsidy_amount",
        "补助标准 补贴标准 补助金额 补贴金额 月补助标准 月补助金额 发放标准 保障标准 生活补贴标准 生活补助标准 "
        "补助 补贴 月补贴 月补助 生活费标准 基本生活费标准 基本生活费 发放金额 月发放金额 救助金额 救助标准 保障金额 "
        "每月补助 每月补助金额 生活补贴 生活补助 补助标准元月 补贴标准元月",
    ),
    _field(
        "guardian_name",
        "监护人姓名 监护人 法定监护人 法定监护人姓名 主要监护人 主要监护人姓名 现监护人 现监护人姓名 实际监护人 "
        "实际监护人姓名 家长姓名 家长 监护人名字 抚养人 抚养人姓名 实际抚养人 照料人 照料人姓名",
    ),
    _field(
        "guardian_relation",
        "与儿童关系 与儿童的关系 监护关系 监护人关系 监护人与儿童关系 与监护人关系 与未成年人关系 关系 与本人关系 "
        "与被监护人关系 监护人与儿童的关系 与孩子关系 监护人与未成年人关系 与困境儿童关系 监护人与困境儿童关系 "
        "与儿童何关系 与其关系 称谓",
    ),
    _field(
        "guardian_id_number",
        "监护人身份证号 监护人身份证号码 监护人身份证 监护人公民身份号码 监护人证件号码 监护人证件号 "
        "法定监护人身份证号 法定监护人身份证号码 主要监护人身份证号 家长身份证号 监护人居民身份证号 抚养人身份证号 "
        "主要监护人身份证号码 家长身份证号码",
    ),
    _field(
        "guardian_phone",
        "监护人联系电话 监护人电话 监护人手机 监护人联系方式 监护人手机号 监护人手机号码 监护人电话号码 联系电话 "
        "联系方式 电话 手机 手机号 手机号码 电话号码 家长电话 家长联系电话 家庭电话 家庭联系电话 法定监护人联系电话 "
        "法定监护人电话 主要监护人联系电话 主要监护人电话 抚养人电话 家长联系方式",
    ),
    *parent_fields("father", "父亲 生父 父"),
    *parent_fields("mother", "母亲 生母 母"),
    _field("remark", "备注 说明 备注说明 其他 其他说明 备考 附注"),
)  # fmt: skip

_GUARDIAN = {
    "name": "guardian_name",
    "id_number": "guardian_id_number",
    "guardian_phone": "guardian_phone",
    "guardian_relation": "guardian_relation",
}


def _readers(vocabulary: Vocabulary) -> dict[str, Reader]:
    return {
        "name": person_name,
        "sex": sex,
        "id_type": choice(IdType),
        "id_number": id_number(today=vocabulary.today),
        "birth_date": past_date(today=vocabulary.today),
        "ethnicity": ethnicity,
        "categories": categories(vocabulary.categories),
        "household_address": plain_text(200),
        "residence_address": plain_text(200),
        "household_number": plain_text(30),
        "household_head": person_name,
        "school": plain_text(100),
        "grade": plain_text(30),
        "health": plain_text(200),
        "disability": plain_text(100),
        "aid": plain_text(200),
        "subsidy_amount": monthly_amount,
        "guardian_name": person_name,
        "guardian_relation": relation,
        "guardian_id_number": id_number(today=vocabulary.today, severity=WARNING),
        "guardian_phone": phones,
        **parent_readers(vocabulary),
        "remark": plain_text(2000),
    }


def _check_person(row: ReadRow, *, today: datetime.date) -> None:
    """What no single cell can show: a name that is missing, cells that contradict each other."""
    values = row.values
    for field, other, same in _SAME_ADDRESS:
        if field in values and same.fullmatch(values[field]):
            values[field] = values.get(other)
            if values[field] is None:
                del values[field]
    if "name" not in values and not any(issue.field == "name" for issue in row.issues):
        row.note("name", "missing")
    number = values.get("id_number")
    born = values.get("birth_date")
    if number and values.get("id_type", IdType.RESIDENT) in IdType.with_check_character():
        _hold_against_number(row, number)
        born = born or birth_date_in(number)
    if born and _years_between(born, today) >= _OF_AGE_YEARS:
        row.note("birth_date", "of_age", severity=WARNING)


def _hold_against_number(row: ReadRow, number: str) -> None:
    values, born = row.values, birth_date_in(number)
    if "sex" in values and values["sex"] != sex_in(number):
        row.note("sex", "sex_mismatch")
    if "birth_date" in values and values["birth_date"] != born:
        row.note("birth_date", "birth_mismatch")
    if number == values.get("guardian_id_number"):
        row.note("id_number", "same_as_guardian")
    if number in (values.get("father_id_number"), values.get("mother_id_number")):
        row.note("id_number", "same_as_parent")
    if born:
        _hold_month_against(born, row)


def _hold_month_against(born: datetime.date, row: ReadRow) -> None:
    """出生年月 beside a number is complete: nobody need be told of it, unless it is another month."""
    for place, issue in enumerate(row.issues):
        if issue.field == "birth_date" and issue.code == "date_incomplete":
            text = issue.params["text"]
            row.issues = (*row.issues[:place], *row.issues[place + 1 :])
            if not is_incomplete_form_of(born, text):
                row.note("birth_date", "birth_month_mismatch", severity=WARNING, text=text)
            return


def _years_between(born: datetime.date, today: datetime.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


LAYOUT = LedgerLayout(
    collection="children",
    fields=FIELDS,
    labels=LABELS,
    part_labels=_PART_LABELS,
    readers=_readers,
    check=_check_person,
    essential=frozenset({"name"}),
    naming=("name", "id_number"),
    summary=("sex", "birth_date", "id_number", "region", "categories"),
    choices={
        "sex": Sex, "guardian_relation": Relation, "id_type": IdType,
        "father_condition": GuardianCondition, "mother_condition": GuardianCondition,
    },
    no_table=_("没有找到台账的表头：表头里至少要有姓名，以及身份证号、村（社区）、类别等列名。"),
    lies_in_village=True,
    has_categories=True,
    has_forms=True,
    frame=frozenset(
        {"region.code", "region.county", "region.township", "region.village", "region.joined",
         "household_number", "household_head", "household_address", "residence_address", "remark"}
    ),
    relatives=("父", "母", "户主", "爷爷", "奶奶"),
    other_persons=(
        "父", "母", "户主", "爷爷", "奶奶", "委托", "网格", "联系人", "填报", "走访", "开户", "责任人", "帮扶",
        "结对", "包保", "主任", "督导", "社工", "志愿", "班主任", "干部",
    ),
    persons={
        "父亲": FATHER, "生父": FATHER, "母亲": MOTHER, "生母": MOTHER,
        "监护": _GUARDIAN, "家长": _GUARDIAN, "抚养人": _GUARDIAN, "照料人": _GUARDIAN,
    },
    neutral_groups=(
        "儿童", "未成年人", "孩子", "本人", "基本", "个人", "信息", "情况", "对象", "地址", "住址",
        "户籍", "居住", "所属", "所在", "属地", "地区", "区域", "辖区", "学", "就读", "救助", "补",
        "保障", "享受", "身份", "困境", "类", "健康", "身体", "残疾",
    ),
)  # fmt: skip
