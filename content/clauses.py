"""The clauses of a document: a flat list of sections, told as a tree in which each has an address.

An address is the clause's ordinal path: the third section under the second of the first level is
`c-2-3`. A level that is left out (一、 with 1. right below it) makes no gap.
"""

import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Clause:
    """`depth` counts from 1; `name` is how a duty table cites it: 五（三）, 三（一）1, 七·市公安局."""

    address: str
    depth: int
    label: str
    heading: str
    text: Any
    name: str
    clauses: "list[Clause]" = field(default_factory=list)


#: What stands between a number and its heading, in every way of writing it.
_AFTER_NUMBER = "、.。,:"
_BRACKETS = str.maketrans("()", "（）")


def clause_tree(sections: Iterable[Mapping[str, Any]]) -> list[Clause]:
    """The clauses of the first level, each with those that belong to it."""
    first: list[Clause] = []
    above: list[tuple[str, Clause]] = []
    for section in sections:
        while above and above[-1][0] >= section["level"]:
            above.pop()
        parent = above[-1][1] if above else None
        siblings = parent.clauses if parent else first
        clause = _clause(section, parent=parent, ordinal=len(siblings) + 1)
        siblings.append(clause)
        above.append((section["level"], clause))
    return first


def in_reading_order(clauses: Iterable[Clause]) -> Iterable[Clause]:
    for clause in clauses:
        yield clause
        yield from in_reading_order(clause.clauses)


def clause_name(text: str) -> str:
    """A clause as it is compared: 五、(三) and 五（三） are one."""
    plain = unicodedata.normalize("NFKC", text).translate(_BRACKETS)
    return "".join(plain.split()).replace("第", "").replace("条", "")


def nearest_clause(cited: str, names: Container[str]) -> str | None:
    """The name among `names` of the clause that is cited, or of the nearest above it."""
    name = clause_name(cited)
    for length in range(len(name), 0, -1):
        if name[:length] in names:
            return name[:length]
    return None


def _clause(section: Mapping[str, Any], *, parent: Clause | None, ordinal: int) -> Clause:
    label, heading = section["label"].strip(), section["heading"].strip()
    number = clause_name(label).strip(_AFTER_NUMBER)
    own = number or "·" * bool(parent) + clause_name(heading).strip(_AFTER_NUMBER)
    return Clause(
        address=f"{parent.address if parent else 'c'}-{ordinal}",
        depth=parent.depth + 1 if parent else 1,
        label=label,
        heading=heading,
        text=section["text"],
        name=(parent.name if parent else "") + own,
    )
