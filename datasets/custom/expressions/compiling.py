"""A parsed formula made fit for a collection: its names are fields or other formulas, its kinds agree."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from datasets.custom.expressions.kinds import FormulaError, Kind
from datasets.custom.expressions.operations import MOST_PLACES
from datasets.custom.expressions.trees import Call, Constant, Name, Operand, Tree, parts_of

#: A product of so many doubles of fifteen digits is still a double.
_MOST_GROWING = 8
_MOST_PARTS = 120

#: Gives what a name stands for. Raises FormulaError.
Meaning = Callable[[str], Tree]


def compiled(tree: Tree, meaning: Meaning) -> Tree:
    """Raises FormulaError."""
    found = _typed(tree, meaning)
    parts = list(parts_of(found))
    growing = sum(isinstance(one, Call) and one.operation.grows for one in parts)
    if growing > _MOST_GROWING or len(parts) > _MOST_PARTS:
        raise FormulaError(_("公式太复杂，请拆简单些。"))
    if kind_of(found) == Kind.OTHER:
        raise FormulaError(_("这个字段不能直接作为计算结果。"))
    return found


def kind_of(tree: Tree) -> Kind:
    if isinstance(tree, Name):
        raise AssertionError("Names are given their meaning before their kind is asked.")
    return tree.kind


def operands_of(tree: Tree) -> list[Operand]:
    found = {one.name: one for one in parts_of(tree) if isinstance(one, Operand)}
    return [*found.values()]


def is_askable(tree: Tree) -> bool:
    """Whether the database can answer: it has no ciphertext to reckon with, and no text to make of a number."""
    return all(one.is_askable for one in operands_of(tree)) and not any(
        isinstance(one, Call)
        and one.operation.name == "concat"
        and Kind.NUMBER in map(kind_of, one.arguments)
        for one in parts_of(tree)
    )


def _typed(tree: Tree, meaning: Meaning) -> Tree:
    if isinstance(tree, Name):
        return meaning(tree.text)
    if not isinstance(tree, Call):
        return tree
    arguments = tuple(_typed(one, meaning) for one in tree.arguments)
    name = tree.operation.name
    try:
        kind = tree.operation.typed([kind_of(one) for one in arguments])
    except FormulaError as error:
        said = {"name": tree.operation.word or name, "why": error}
        raise FormulaError(_("“%(name)s”：%(why)s") % said) from error
    if name == "round":
        _check_places(arguments)
    return Call(tree.operation, arguments, kind)


def _check_places(arguments: Sequence[Tree]) -> None:
    places = arguments[1]
    if not isinstance(places, Constant) or places.value not in range(MOST_PLACES + 1):
        raise FormulaError(_("四舍五入的位数要直接写成 0 到 %(most)d。") % {"most": MOST_PLACES})
