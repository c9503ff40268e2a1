"""A proposal in the words of the actions: the definitions, and how the file is read by them."""

from typing import Any

from datasets.actions.ledgers.choices import LedgerChoices
from datasets.ledgers.proposing.proposal import Proposal, ProposedColumn, alias_of, is_filterable


def fields_of(proposal: Proposal) -> list[dict[str, Any]]:
    """The values of each field's definition."""
    return [_field(one) for one in proposal.fields]


def choices_in(proposal: Proposal) -> LedgerChoices:
    """Every column of the file holds what was said of it, and nothing where it is not kept."""
    return LedgerChoices(
        columns={key: one.slot for one in proposal.columns for key in one.raw.keys}
    )


def _field(column: ProposedColumn) -> dict[str, Any]:
    return {
        "code": column.code,
        "label": column.label,
        "kind": column.kind,
        "group": column.group,
        "options": dict(column.options),
        "is_required": column.is_required,
        "is_unique": column.is_unique,
        "is_key": column.is_key,
        "in_list": column.in_list,
        "is_filterable": is_filterable(column),
        "aliases": alias_of(column),
    }
