"""The ledger of children in difficulty (困境儿童花名册)."""

import datetime
import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import GuardianCondition, IdType, Relation, Sex
from datasets.ledgers.adult_names import adult_name, complete_from_names
from datasets.ledgers.children_headings import FIELDS, LABELS, PART_LABELS
from datasets.ledgers.fields import LedgerLayout
from datasets.ledgers.parents import (
    FATHER,
    MOTHER,
    parent_readers,
)
from datasets.ledgers.vocabulary import Vocabulary
from datasets.readers import WARNING, Reader
from datasets.readers.dates import is_incomplete_form_of, past_date
from datasets.readers.documents import ID_TYPES
from datasets.readers.id_numbers import id_number
from datasets.readers.numbers import monthly_amount, phones
from datasets.readers.text import person_name, plain_text, text_or_boxes
from datasets.readers.words import (
    RELATIONS,
    categories,
    choice,
    ethnicity,
    relation,
    sex,
)
from datasets.standards.id_numbers import birth_date_in, sex_in

_OF_AGE_YEARS = 18
#: Orphans are supported as long as they study; whoever is older is the guardian in the child's place.
_NO_CHILD_YEARS = 26
_SCHOOL_AND_GRADE = re.compile(
    r"(.{1,40}(?:学校|小学|中学|幼儿园|学院|校区|初中|高中))[ ,，、]*"
    r"([一二三四五六七八九1-9](?:年级|[(（]\d{1,2}[)）]班).*|[小中大托]班.*|学前班.*|[初高]中?[一二三].*)"
)
#: The longer before what it holds: 伯母 is no 母.
_KIN_NAMED = re.compile(
    "|".join(
        sorted((*(word for word in RELATIONS if len(word) == 2), *"父母爷奶爸妈"), key=len)[::-1]
    )
)
#: An address that says that it is the other one: 同户籍地址.
_SAME_ADDRESS = (
    (
        "residence_address",
        "household_address",
        re.compile(
            r"[同与](户籍|户口)(所在)?(地址?|住址)?(相同|一致)?|同[上左前]|一致|相同|户籍地"
        ),
    ),
    (
        "household_address",
        "residence_address",
        re.compile(
            r"[同与](现|常|居)(居住|住)?(地址?|址)?(相同|一致)?|同[上左前]|一致|相同|现居住?地"
        ),
    ),
)

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
        "id_type": choice(IdType, ID_TYPES),
        "id_number": id_number(today=vocabulary.today, is_of_child=True),
        "birth_date": past_date(today=vocabulary.today),
        "ethnicity": ethnicity,
        "categories": categories(vocabulary.categories, today=vocabulary.today),
        "household_address": plain_text(200),
        "residence_address": plain_text(200),
        "household_number": plain_text(30),
        "household_head": person_name,
        "school": plain_text(100),
        "grade": plain_text(30),
        "health": text_or_boxes(200),
        "disability": text_or_boxes(100),
        "aid": text_or_boxes(200),
        "subsidy_amount": monthly_amount,
        "guardian_name": adult_name,
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
    complete_from_names(row, today=today)
    _part_school_and_grade(values)
    _tell_whose_phone(row)
    if "name" not in values and not any(issue.field == "name" for issue in row.issues):
        row.note("name", "missing")
    number = values.get("id_number")
    born = values.get("birth_date")
    if number and values.get("id_type", IdType.RESIDENT) in IdType.with_check_character():
        _hold_against_number(row, number)
        born = born or birth_date_in(number)
    years = _years_between(born, today) if born else 0
    if years >= _NO_CHILD_YEARS:
        row.note("birth_date", "no_child", years=years)
    elif years >= _OF_AGE_YEARS:
        row.note("birth_date", "of_age", severity=WARNING)


#: And whose each is; the guardian's is that of whoever is the guardian.
_PHONES = (
    ("guardian_phone", None),
    ("father_phone", Relation.FATHER),
    ("mother_phone", Relation.MOTHER),
)


def _tell_whose_phone(row: ReadRow) -> None:
    """奶奶199… in the row of a father who is the guardian: it is the grandmother's, and hers alone."""
    for slot, parent in _PHONES:
        if slot not in row.values or row.values[slot] == (text := row.cells.get(slot, "")):
            continue  # nearly all of them: a number and no word
        whose = parent or row.values.get("guardian_relation")
        named = {RELATIONS[word] for word in _KIN_NAMED.findall(text)}
        if whose and named and whose not in named:
            row.note(slot, "phone_of_another", severity=WARNING, text=text[:40])


def _part_school_and_grade(values: dict[str, Any]) -> None:
    """就读学校及年级: 西石桥小学四（2）班."""
    if "grade" in values or "school" not in values:
        return
    both = _SCHOOL_AND_GRADE.fullmatch(values["school"])
    if both:
        values["school"], values["grade"] = both[1], both[2].strip(" ,，、")


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
    part_labels=PART_LABELS,
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
        {"region.code", "region.county", "region.township", "region.village", "region.joined", "sex",
         "household_number", "household_head", "household_address", "residence_address", "remark"}
    ),
    relatives=("父", "母", "户主", "爷爷", "奶奶"),
    other_persons=(
        "父", "母", "户主", "爷爷", "奶奶", "委托", "网格", "联系人", "填报", "走访", "开户", "责任人", "帮扶",
        "结对", "包保", "主任", "督导", "社工", "志愿", "班主任", "干部",
    ),
    strangers=re.compile(
        "(?:代理|爱心|关爱|临时|社会)(?:家长|妈妈|爸爸)|五老|关工委|包[联保]|党员|"
        "家庭成员[0-9一二三四五六]?$|(?:姓名|(?<!成)员|人|者|长|书记|主席|[教老]师|领导|医生|警|大使|导师|伙伴)$"
    ),
    persons={
        "父亲": FATHER, "生父": FATHER, "母亲": MOTHER, "生母": MOTHER,
        "监护": _GUARDIAN, "家长": _GUARDIAN, "抚养人": _GUARDIAN, "照料人": _GUARDIAN,
    },
    instead={
        "guardian_name": (
            "委托监护人", "委托监护人姓名", "受委托监护人", "受委托监护人姓名", "受委托人", "受委托人姓名",
            "委托照护人", "委托照护人姓名", "代管人", "代管人姓名", "临时监护人", "临时监护人姓名",
        ),
        "name": (
            "保护对象", "服务对象", "关爱对象", "帮扶对象", "救助对象", "走访对象", "被走访儿童", "受助儿童",
            "困境未成年人", "困境儿童", "留守儿童",
        ),
        "subsidy_amount": ("金额", "补助额", "补贴额", "标准"),
    },
    neutral_groups=(
        "儿童", "未成年人", "孩子", "本人", "基本", "个人", "信息", "情况", "对象", "地址", "住址",
        "户籍", "居住", "所属", "所在", "属地", "地区", "区域", "辖区", "学", "就读", "救助", "补",
        "保障", "享受", "身份", "困境", "类", "健康", "身体", "残疾",
    ),
)  # fmt: skip
