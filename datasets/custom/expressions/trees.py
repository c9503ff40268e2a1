"""What a formula is once it is read: values, fields, and operations on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from datasets.custom.expressions.kinds import Kind
from datasets.custom.expressions.operations import Operation


@dataclass(frozen=True)
class Constant:
    value: float | str
    kind: Kind


@dataclass(frozen=True)
class Today:
    kind: Kind = Kind.DATE


@dataclass(frozen=True)
class Name:
    """A field as it is written; `parsing` knows no fields, `compiling` puts an Operand or a tree in its place."""

    text: str


@dataclass(frozen=True)
class Operand:
    """A field of the record. `words`: of a choice, code → label, which is what a formula sees."""

    name: str
    kind: Kind
    is_moment: bool = False
    #: Whether the database can be asked for it: not where its column holds ciphertext.
    is_askable: bool = True
    words: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Call:
    operation: Operation
    arguments: "tuple[Tree, ...]"
    kind: Kind = Kind.OTHER


Tree = Constant | Today | Name | Operand | Call


def parts_of(tree: Tree) -> Iterator[Tree]:
    """The tree and all that is in it."""
    yield tree
    if isinstance(tree, Call):
        for one in tree.arguments:
            yield from parts_of(one)
