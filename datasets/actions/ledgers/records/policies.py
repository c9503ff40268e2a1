"""Policies: by code, else by document number."""

from datasets.actions.ledgers.records.rules import Key, RecordRules
from datasets.models import Policy

POLICIES = RecordRules(
    model=Policy,
    fields=("code", "number", "title", "issuer", "region", "issued_date"),
    naming="number",
    keys=(
        Key(("code",), is_unique=True, confirmed_by="number"),
        Key(("number",), is_unique=True),
    ),
)
