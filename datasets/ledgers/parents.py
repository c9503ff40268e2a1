"""The columns that tell of a child's father and mother, whoever the guardian is."""

from django.utils.translation import gettext_lazy as _

from datasets.ledgers.adult_names import parent_name
from datasets.ledgers.fields import LedgerField
from datasets.ledgers.vocabulary import Vocabulary
from datasets.readers import WARNING, Reader
from datasets.readers.conditions import condition_of
from datasets.readers.id_numbers import id_number
from datasets.readers.numbers import phones

#: What heads the column that tells how a parent is.
_CONDITIONS = (
    "状况",
    "情况",
    "现状",
    "状态",
    "现况",
    "目前状况",
    "目前情况",
    "健康状况",
    "身体状况",
)
_TOLD = {
    "name": ("", "姓名"),
    "id_number": ("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号码", "证件号"),
    "phone": ("电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "电话号码"),
    "condition": _CONDITIONS,
}
PARENT_LABELS = {
    "father_name": _("父亲姓名"),
    "father_id_number": _("父亲证件号码"),
    "father_phone": _("父亲联系电话"),
    "father_condition": _("父亲状况"),
    "mother_name": _("母亲姓名"),
    "mother_id_number": _("母亲证件号码"),
    "mother_phone": _("母亲联系电话"),
    "mother_condition": _("母亲状况"),
}


def parent_fields(who: str, words: str) -> tuple[LedgerField, ...]:
    """The columns of the father or the mother: each word for that parent before what is told of them."""
    return tuple(
        LedgerField(f"{who}_{name}", tuple(word + end for word in words.split() for end in ends))
        for name, ends in _TOLD.items()
    )


def parent_readers(vocabulary: Vocabulary) -> dict[str, Reader]:
    today = vocabulary.today
    number = id_number(today=today, severity=WARNING)
    return {
        f"{who}_{name}": read
        for who in ("father", "mother")
        for name, read in (
            ("name", parent_name(who, today=today)),
            ("id_number", number),
            ("phone", phones),
            ("condition", condition_of(who, today=today)),
        )
    }


def _slots_of(who: str) -> dict[str, str]:
    """Plain slots, and the headings that mean something beside a parent's name alone, as that parent's."""
    slots = {"name": "name", "id_number": "id_number", "guardian_phone": "phone"}
    slots |= {"health": "condition", **dict.fromkeys(_CONDITIONS, "condition")}
    return {plain: f"{who}_{own}" for plain, own in slots.items()}


FATHER, MOTHER = _slots_of("father"), _slots_of("mother")
