"""A proposal as somebody corrected it: what was changed is counted anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from datasets.choices import FieldGroup
from datasets.ledgers.proposing.cells import Cells
from datasets.ledgers.proposing.kinds import Guess
from datasets.ledgers.proposing.proposal import (
    PLACE,
    Proposal,
    ProposedColumn,
    evidence_of,
    is_in_list,
)
from datasets.ledgers.proposing.tables import RawColumn
from datasets.ledgers.proposing.words import (
    MOST_CHOICES,
    choices_of,
    frequent_words,
    several_words_each,
)


@dataclass(frozen=True)
class Correction:
    """What somebody says a column becomes. `words`: its choices, one label each; none: as the cells say."""

    is_kept: bool
    label: str
    code: str
    kind: str
    group: FieldGroup
    unit: str = ""
    words: Sequence[str] = ()
    is_required: bool = False
    is_key: bool = False


def corrected(
    proposal: Proposal,
    columns: Sequence[Correction],
    *,
    label: str,
    code: str,
    title: str,
    has_region: bool,
) -> Proposal:
    """`title`: the code of the field by which a record is called; "" for none."""
    pairs = list(zip(proposal.columns, columns, strict=True))
    by_slot: dict[str, RawColumn] = {}
    for before, said in pairs:
        if said.is_kept and said.kind == PLACE:
            by_slot.setdefault(before.place_slot, before.raw)
    settled = [_as_said(before, said, proposal, by_slot) for before, said in pairs]
    shown = is_in_list(settled, title)
    return replace(
        proposal,
        columns=[replace(one, in_list=one.code in shown) for one in settled],
        label=label,
        code=code,
        title=title,
        has_region=has_region,
    )


def _as_said(
    before: ProposedColumn,
    said: Correction,
    proposal: Proposal,
    by_slot: Mapping[str, RawColumn],
) -> ProposedColumn:
    as_what = Guess(said.kind, _options(before, said))
    is_same = (before.kind, dict(before.options)) == (said.kind, as_what.options)
    evidence = (
        before.evidence
        if is_same and said.kind != PLACE
        else evidence_of(before.raw, before.cells, as_what, proposal.places, by_slot)
    )
    return replace(
        before,
        evidence=evidence,
        is_kept=said.is_kept,
        label=said.label,
        code=said.code,
        kind=said.kind,
        options=as_what.options,
        group=said.group,
        is_required=said.is_required and said.kind != PLACE,
        is_key=said.is_key and said.kind != PLACE,
        is_unique=before.is_unique and said.is_key and said.kind == before.kind,
    )


def _options(before: ProposedColumn, said: Correction) -> dict[str, Any]:
    if said.kind in ("choice", "choices"):
        return {"choices": _choices(before, said)}
    options: dict[str, Any] = {}
    if said.kind in ("integer", "decimal", "money") and said.unit:
        options["unit"] = said.unit
    if said.kind == "decimal":
        options["places"] = before.options.get("places", 2)
    return options


def _choices(before: ProposedColumn, said: Correction) -> list[list[str]]:
    """The labels as said, with the codes that were proposed for them."""
    known = {label: code for code, label in before.options.get("choices", ())}
    words = list(said.words) or _words_of(before.cells, said.kind)
    if [*known] == words:
        return [[code, label] for label, code in known.items()]
    return choices_of(words)


def _words_of(cells: Cells, kind: str) -> list[str]:
    several = several_words_each(cells) if kind == "choices" else []
    return (several or frequent_words(cells))[:MOST_CHOICES]
