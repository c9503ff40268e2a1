"""Guardians: by ID number, else by name in their family."""

from collections.abc import Sequence

from django.db.models import Q

from datasets.actions.ledgers.records.references import families_keyed
from datasets.actions.ledgers.records.rules import Key, RecordRules, Values
from datasets.models import Guardian
from datasets.queries.lists import among_keys


def _sought(rows: Sequence[Values]) -> Q:
    numbers = {row["id_number"] for row in rows if "id_number" in row}
    families = {row["family"].id for row in rows if "family" in row}
    return Q(id_number__in=numbers) | Q(family_id__in=among_keys(families))


GUARDIANS = RecordRules(
    model=Guardian,
    fields=(
        "family", "name", "sex", "id_type", "id_number", "phone", "condition",
        "condition_until_date", "remark",
    ),
    naming="name",
    keys=(
        Key(("family", "id_number"), is_unique=True, confirmed_by="name"),
        Key(("id_number",), confirmed_by="name", unless="family"),
        Key(("family", "name")),
    ),
    references={"family": families_keyed},
    written_by={"family": ("id", "head_name")},
    sought=_sought,
)  # fmt: skip
