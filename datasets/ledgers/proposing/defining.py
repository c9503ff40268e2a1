"""A proposal in the words of the actions: the definitions, and how the file is read by them."""

from typing import Any

from datasets.actions.ledgers.choices import LedgerChoices
from datasets.choices import FieldGroup
from datasets.custom.types import TYPES
from datasets.ledgers.fields import header_key
from datasets.ledgers.proposing.proposal import Proposal, ProposedColumn

_LONGEST_ALIASES = 500


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
        "is_filterable": _is_filterable(column),
        "aliases": _alias_of(column),
    }


def _alias_of(column: ProposedColumn) -> str:
    """The heading, where the label is another: by it the next file of this kind is read."""
    heading = "".join(column.raw.heading.split())
    is_own = header_key(heading) in ("编号", header_key(column.label))
    return "" if is_own or len(heading) > _LONGEST_ALIASES else heading


def _is_filterable(column: ProposedColumn) -> bool:
    wanted = column.kind in ("choice", "choices", "yes_no", "date", "agency")
    return wanted and column.group == FieldGroup.BASIC and TYPES[column.kind].is_filterable
