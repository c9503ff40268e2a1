"""Families: by household number in their region, else by head and address there."""

from collections.abc import Sequence

from django.db.models import Q

from datasets.actions.ledgers.records.rules import Key, RecordRules, Values
from datasets.models import Family
from datasets.queries.lists import among_texts


def _sought(rows: Sequence[Values]) -> Q:
    numbers = {row["household_number"] for row in rows if "household_number" in row}
    heads = {row["head_name"] for row in rows if "head_name" in row}
    return Q(household_number__in=among_texts(numbers)) | Q(head_name__in=among_texts(heads))


FAMILIES = RecordRules(
    model=Family,
    fields=(
        "region", "household_number", "head_name", "address", "economic_situation", "dossier_type",
        "remark",
    ),
    naming="head_name",
    keys=(
        Key(("region", "household_number"), is_unique=True, confirmed_by="head_name"),
        Key(("region", "head_name", "address")),
    ),
    doubts=(Key(("region", "head_name")),),
    sought=_sought,
)  # fmt: skip
