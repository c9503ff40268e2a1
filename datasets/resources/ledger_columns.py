"""What ledgers write under their headings: the column of each slot of the children's ledger."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from datasets.choices import FieldGroup, GuardianCondition, IdType, RegionLevel, Relation, Sex
from datasets.custom.building import made_fields
from datasets.ledgers.fields import TICK
from datasets.models import Category, Child
from datasets.resources.children import Categories, GuardianColumn, ParentColumn
from datasets.resources.columns import Column
from datasets.resources.made import made_column
from datasets.resources.owned import OwnedRow, OwnedRows
from datasets.resources.places import Lineages, NameAt, Place
from datasets.resources.widgets import Cell, Choice, Day, IdNumber, Number, Text
from datasets.standards.masks import PROTECTED

_NAMED_LEVELS = (RegionLevel.TOWNSHIP, RegionLevel.VILLAGE)


class Blank(Cell):
    """A column of the sender's of which we know nothing."""

    def render(self, value: Any, **context: Any) -> str:
        return ""


class PlaceCode(Place):
    """As results name a region: its official code, or "#" and its key."""

    def text(self, key: int, lineages: Lineages) -> str:
        return lineages.of(key)[-1].code or f"#{key}"


class Joined(Place):
    """徐霞客镇湖塘村: from the township down; a county and what lies above it by its own name."""

    def text(self, key: int, lineages: Lineages) -> str:
        lineage = lineages.of(key)
        names = [region.name for region in lineage if region.level in _NAMED_LEVELS]
        return "".join(names) or lineage[-1].name


class Present(Categories):
    """The categories without an end: a ledger that names one that ends would begin it anew."""

    def is_shown(self, row: OwnedRow, **context: Any) -> bool:
        return row["until_date"] is None


class Tick(OwnedRows):
    """√ where the child falls in the category."""

    lookups = ("category__code", "until_date")

    def __init__(self, relation: str, code: str) -> None:
        super().__init__(relation)
        self.code = code
        self.is_hidden = False

    def prepare(self, values: Iterable[Any], **context: Any) -> None:
        if FieldGroup.SENSITIVE_CATEGORY not in context["by"].groups:
            self.is_hidden = Category.objects.filter(code=self.code, is_sensitive=True).exists()

    def render(self, value: Iterable[OwnedRow], **context: Any) -> str:
        if self.is_hidden:
            return PROTECTED
        present = (row["category__code"] for row in value if row["until_date"] is None)
        return "√" if self.code in present else ""

    def options(self, **context: Any) -> list[str]:
        return ["√"]


#: Slot → what is read of the child, how it is written, and the width of the column.
_OF_CHILD: dict[str, tuple[str, Callable[[], Cell], int]] = {
    "name": ("name", Text, 10),
    "sex": ("sex", partial(Choice, Sex), 6),
    "id_type": ("id_type", partial(Choice, IdType), 14),
    "id_number": ("id_number", IdNumber, 21),
    "birth_date": ("birth_date", Day, 12),
    "ethnicity": ("ethnicity", Text, 8),
    "region.code": ("region", PlaceCode, 15),
    "region.county": ("region", partial(NameAt, RegionLevel.COUNTY), 12),
    "region.township": ("region", partial(NameAt, RegionLevel.TOWNSHIP), 14),
    "region.village": ("region", partial(NameAt, RegionLevel.VILLAGE), 16),
    "region.joined": ("region", Joined, 24),
    "categories": ("category_links", partial(Present, "category_links"), 18),
    "household_address": ("household_address", Text, 30),
    "residence_address": ("residence_address", Text, 30),
    "household_number": ("family__household_number", Text, 12),
    "household_head": ("family__head_name", Text, 10),
    "school": ("school", Text, 24),
    "grade": ("grade", Text, 10),
    "health": ("health", Text, 14),
    "disability": ("disability", Text, 14),
    "aid": ("aid", Text, 16),
    "subsidy_amount": ("subsidy_amount", partial(Number, Decimal), 12),
    "remark": ("remark", Text, 24),
}
#: Slot → the field of the principal guardian, and the same.
_OF_GUARDIAN: dict[str, tuple[str, Callable[[], Cell], int]] = {
    "guardian_name": ("name", Text, 10),
    "guardian_relation": ("relation", partial(Choice, Relation), 12),
    "guardian_id_number": ("id_number", IdNumber, 21),
    "guardian_phone": ("phone", IdNumber, 16),
}
#: Slot → whose, and the same.
_OF_PARENT: dict[str, tuple[Relation, str, Callable[[], Cell], int]] = {
    f"{parent.value}_{name}": (parent, name, widget, width)
    for parent in (Relation.FATHER, Relation.MOTHER)
    for name, widget, width in (
        ("name", Text, 10),
        ("id_number", IdNumber, 21),
        ("phone", IdNumber, 16),
        ("condition", partial(Choice, GuardianCondition), 12),
    )
}


def column_of_slot(slot: str, heading: str) -> Column:
    """The column under the sender's heading; a blank one for a slot that we cannot fill."""
    if slot in _OF_GUARDIAN:
        name, widget, width = _OF_GUARDIAN[slot]
        return GuardianColumn(name, heading, widget(), width=width)
    if slot in _OF_PARENT:
        parent, name, widget, width = _OF_PARENT[slot]
        return ParentColumn(parent, name, heading, widget(), width=width)
    kind, _dot, code = slot.partition(".")
    if kind == TICK:
        return Column("category_links", heading, Tick("category_links", code), width=8)
    if slot in [spec.code for spec in made_fields(Child)]:
        column = made_column(Child, slot)
        column.column_name = heading
        return column
    attribute, widget, width = _OF_CHILD.get(slot, ("pk", Blank, 10))
    return Column(attribute, heading, widget(), width=width)
