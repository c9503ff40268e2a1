"""How well a column's cells fit a type: counted by the type's own reader, so that what is told here comes true."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datasets.custom.specs import FieldSpec
from datasets.custom.types import TYPES
from datasets.ledgers.proposing.cells import Cells, Spot
from datasets.readers import ERROR, Reader

EXAMPLES = 3
#: So many of the cells that do not fit are shown.
SHOWN_MISFITS = 8


@dataclass(frozen=True)
class Evidence:
    """`fits` + `blanks` + `misfits` are the rows looked at; a cell fits that is read without a remark."""

    fits: int
    blanks: int
    misfits: int
    #: Of the misfits those for which the whole row is refused; of the others only the cell is left out.
    refused: int = 0
    examples: tuple[str, ...] = ()
    #: Of those that do not fit: where, and what stands there.
    shown_misfits: tuple[tuple[Spot, str], ...] = ()
    is_whole: bool = True

    @property
    def rows(self) -> int:
        return self.fits + self.blanks + self.misfits

    @property
    def filled(self) -> int:
        return self.fits + self.misfits

    @property
    def share(self) -> float:
        """Of the cells that say something; 0 where none does."""
        return self.fits / self.filled if self.filled else 0.0


@dataclass
class Heard:
    """Whether the reader had something to say of a cell."""

    severities: list[str] = field(default_factory=list)

    def __call__(self, code: str, *, severity: str = ERROR, **params: Any) -> None:
        self.severities.append(severity)


def reader_for(kind: str, options: Mapping[str, Any] | None = None) -> Reader:
    return TYPES[kind].reader(field_for(kind, "x", "x", options))


def field_for(
    kind: str,
    code: str,
    label: str,
    options: Mapping[str, Any] | None = None,
    *,
    is_required: bool = False,
) -> Any:
    """The Django field of such a definition, on no model."""
    spec = FieldSpec("", code, code, label, kind, options=options or {}, is_required=is_required)
    made: Any = TYPES[kind].column(spec)
    made.set_attributes_from_name(code)
    made.made_type = TYPES[kind]
    return made


def weigh(cells: Cells, kind: str, options: Mapping[str, Any] | None = None) -> Evidence:
    return weigh_by(cells, reader_for(kind, options))


def weigh_by(cells: Cells, read: Reader) -> Evidence:
    fits = blanks = misfits = refused = 0
    examples: list[str] = []
    unfit: list[tuple[Spot, str]] = []
    for entry in cells.entries:
        heard = Heard()
        value = read(entry.cell, heard)
        if heard.severities:
            misfits += entry.count
            refused += entry.count if ERROR in heard.severities else 0
            unfit += [(spot, entry.text) for spot in entry.spots]
        elif value is None or value == "":
            blanks += entry.count
        else:
            fits += entry.count
            if len(examples) < EXAMPLES and entry.text:
                examples.append(entry.text)
    return Evidence(
        fits,
        blanks,
        misfits,
        refused,
        examples=tuple(examples),
        shown_misfits=tuple(sorted(unfit)[:SHOWN_MISFITS]),
        is_whole=cells.is_whole,
    )
