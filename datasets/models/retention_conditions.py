"""From when on the years of a rule count: as the rule keeps it, and in words.

A RetentionCondition; or, of a collection of one's own, the code of one of its date fields ("volunteers.joined_date")
or a MadeCondition ("volunteers:changed").
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from datasets.choices import FieldGroup, MadeCondition, RetentionCondition
from datasets.models.definitions import CollectionDefinition, FieldDefinition

LONGEST_CONDITION = 80
#: Types whose values are days. Only those that everybody may see: the database cannot compare ciphertext.
_DAYS = ("date", "datetime")


@dataclass(frozen=True)
class CountedFrom:
    """`collection` is one of one's own, or ""; `field` one of its dates, or ""."""

    condition: str
    collection: str = ""
    field: str = ""

    @classmethod
    def read(cls, text: str) -> "CountedFrom":
        for mark in ".:":
            collection, found, rest = text.partition(mark)
            if found:
                return cls(rest, collection, rest if mark == "." else "")
        return cls(text)

    def __str__(self) -> str:
        if not self.collection:
            return str(RetentionCondition(self.condition).label)
        collection = CollectionDefinition.objects.filter(code=self.collection).first()
        field = FieldDefinition.objects.filter(collection=self.collection, code=self.field).first()
        whose = collection.label if collection else self.collection
        return f"{whose}：{_label(self.condition) if not self.field else field or self.field}"


def conditions_to_choose() -> list[tuple[str, list[tuple[str, str]]]]:
    """Under the name of what they are of: each condition and its words."""
    built_in = [(one.value, str(one.label)) for one in RetentionCondition]
    own = [(one.label, _conditions_of(one.code)) for one in CollectionDefinition.objects.all()]
    return [(_("内置"), built_in), *own]


def validate_condition(text: str) -> None:
    """Raises ValidationError."""
    if not any(
        text == code for _whose, choices in conditions_to_choose() for code, _said in choices
    ):
        raise ValidationError(_("没有这样的日期，也可能字段已经停用。"), code="no_date")


def _conditions_of(collection: str) -> list[tuple[str, str]]:
    fields = FieldDefinition.objects.filter(
        collection=collection, kind__in=_DAYS, group=FieldGroup.BASIC, archived_date=None
    )
    dates = [(f"{collection}.{one.code}", one.label) for one in fields]
    return [*dates, *((f"{collection}:{one.value}", str(one.label)) for one in MadeCondition)]


def _label(condition: str) -> str:
    return str(MadeCondition(condition).label)
