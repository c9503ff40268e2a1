"""筛选: a condition as a form, line by line, and read back from what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.admin.views.places import offered_places, place_named, place_said
from datasets.models import Record
from datasets.queries.conditions import (
    Asked,
    Operator,
    Takes,
    UnanswerableCondition,
    asked_of,
    fields_to_ask,
    operators_for,
    with_operator,
)
from datasets.queries.conditions.building import DEEPEST
from datasets.queries.conditions.fields import rows_offered
from datasets.queries.conditions.kinds import Kind
from datasets.queries.conditions.values import choices_of, value_of

#: Of the names of all fields of the form; the parts of a group follow it by their numbers: c-0, c-0-1.
ROOT = "c"
_MOST_PARTS = 100
_MOST_OFFERED = 200


@dataclass
class Leaf:
    """One line: a field, an operator, what stands beside it."""

    name: str
    code: str = ""
    operators: list[Operator] = field(default_factory=list)
    operator: Operator | None = None
    values: list[str] = field(default_factory=list)
    offered: list[tuple[str, str]] = field(default_factory=list)
    #: Whether a place is asked for, which can be chosen or typed.
    is_place: bool = False
    refusal: str = ""

    @property
    def takes(self) -> str:
        return str(self.operator.takes) if self.operator else Takes.NOTHING

    @property
    def first(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def second(self) -> str:
        return self.values[1] if len(self.values) > 1 else ""


@dataclass
class Group:
    name: str
    word: str
    parts: list[Any] = field(default_factory=list)
    depth: int = 1

    @property
    def can_have_groups(self) -> bool:
        return self.depth < DEEPEST


@dataclass
class Panel:
    model: type[Record]
    by: Actor
    group: Group

    @cached_property
    def fields(self) -> list[tuple[str, list[Asked]]]:
        """(heading, its fields): those of the collection itself without one. No line, no question for them."""
        asked = fields_to_ask(self.model, by=self.by)
        return [(under, list(some)) for under, some in groupby(asked, key=lambda one: one.under)]

    @cached_property
    def places(self) -> list[tuple[str, str]]:
        """(what is typed, where it lies) of those to choose from, if any line asks for one."""
        return offered_places(self.model, by=self.by) if _asks_for_place(self.group) else []


def panel_of(model: type[Record], told: Any, *, by: Actor) -> Panel:
    root = told if _word(told) else {"all": [told] if told else []}
    return Panel(model, by, _group(model, root, ROOT, 1, by))


def _word(told: Any) -> str:
    if isinstance(told, Mapping) and len(told) == 1:
        ((word, parts),) = told.items()
        if word in ("all", "any") and isinstance(parts, list):
            return str(word)
    return ""


def _group(model: type[Record], told: Any, name: str, depth: int, by: Actor) -> Group:
    word = _word(told)
    found = Group(name, word, depth=depth)
    for number, part in enumerate(told[word][:_MOST_PARTS]):
        path = f"{name}-{number}"
        if _word(part) and depth < DEEPEST:
            found.parts.append(_group(model, part, path, depth + 1, by))
        else:
            found.parts.append(_leaf(model, part, path, by))
    return found


def _leaf(model: type[Record], told: Any, name: str, by: Actor) -> Leaf:
    if not isinstance(told, Mapping) or not told.get("field"):
        is_unknown = told and not (isinstance(told, Mapping) and told.keys() <= {"field"})
        return Leaf(name, refusal=_("这一条在这里改不了。") if is_unknown else "")
    leaf = Leaf(name, str(told["field"]))
    try:
        asked = asked_of(model, told["field"], by=by)
        leaf.operators = operators_for(asked)
        known = {one.code: one for one in leaf.operators}
        leaf.operator = known.get(told.get("is", "")) if isinstance(told.get("is"), str) else None
        if leaf.operator:
            asked, _operator = with_operator(asked, leaf.operator.code)
        _offer(leaf, asked, told.get("value"), by)
        if leaf.operator and told.get("value") is not None:
            value_of(asked, leaf.operator, told["value"], by=by)
    except UnanswerableCondition as refusal:
        leaf.refusal = str(refusal)
    return leaf


def _offer(leaf: Leaf, asked: Asked, value: Any, by: Actor) -> None:
    values = value if isinstance(value, list) else [] if value is None else [value]
    leaf.values = [str(one) for one in values]
    if asked.kind in (Kind.CHOICE, Kind.SEVERAL):
        leaf.offered = [(str(code), str(label)) for code, label in choices_of(asked)]
    elif asked.kind is Kind.REGION:
        leaf.is_place = True
        leaf.values = [place_said(one, by=by) for one in values]
    elif asked.kind is Kind.LINK:
        rows = rows_offered(asked.field.related_model, by=by)[: _MOST_OFFERED + 1]
        found = [(str(row.pk), str(row)) for row in rows]
        # A longer list is no list: its records are named by their numbers.
        leaf.offered = found if len(found) <= _MOST_OFFERED else []
        codes = {str(getattr(row, "code", "")): str(row.pk) for row in rows}
        leaf.values = [codes.get(one, one) for one in leaf.values]


def _asks_for_place(group: Group) -> bool:
    return any(
        _asks_for_place(part) if isinstance(part, Group) else part.is_place for part in group.parts
    )


def told_in(model: type[Record], data: Any, name: str = ROOT, *, by: Actor, depth: int = 1) -> Any:
    """The condition that was sent, as far as it was filled in."""
    word = data.get(f"{name}-word")
    if word not in ("all", "any") or depth > DEEPEST:
        return _leaf_in(model, data, name, by)
    start = f"{name}-"
    heads = {key[len(start) :].partition("-")[0] for key in data if key.startswith(start)}
    numbers = sorted(int(head) for head in heads if head.isdecimal() and len(head) < 4)
    parts = [told_in(model, data, f"{start}{number}", by=by, depth=depth + 1) for number in numbers]
    return {word: parts}


def _leaf_in(model: type[Record], data: Any, name: str, by: Actor) -> dict[str, Any]:
    code = data.get(f"{name}-field", "")
    if not code:
        return {"field": ""}
    leaf: dict[str, Any] = {"field": code}
    try:
        asked = asked_of(model, code, by=by)
    except UnanswerableCondition:
        return leaf
    known = {one.code: one for one in operators_for(asked)}
    operator = known.get(data.get(f"{name}-is", ""))
    if operator is None:
        return leaf
    leaf["is"] = operator.code
    value = _value_in(data, name, asked, operator, by)
    return leaf if value is None else {**leaf, "value": value}


def _value_in(data: Any, name: str, asked: Asked, operator: Operator, by: Actor) -> Any:
    first = data.get(f"{name}-value", "").strip()
    second = data.get(f"{name}-second", "").strip()
    if operator.takes in (Takes.TWO_NUMBERS, Takes.TWO_DATES, Takes.AGE):
        return [first, second] if first or second else None
    if operator.takes is Takes.CHOICES:
        return data.getlist(f"{name}-value") or None
    if operator.takes is Takes.ROWS:
        listed = [one for text in data.getlist(f"{name}-value") for one in text.split()]
        return [_key(one) for one in listed] or None
    if operator.takes is Takes.ROW and first:
        return place_named(first, by=by) if asked.kind is Kind.REGION else _key(first)
    return first or None


def _key(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else text


def edited(told: Any, do: str) -> Any:
    """The condition after a button was pressed: "add:c-0", "group:c", "remove:c-1"."""
    what, _colon, name = do.partition(":")
    steps = name.split("-")[1:]
    path = [int(step) for step in steps if step.isdecimal() and len(step) < 4]
    if what == "remove" and path:
        parts = _parts_at(told, path[:-1])
        del parts[path[-1] : path[-1] + 1]
    elif what == "add":
        _parts_at(told, path).append({"field": ""})
    elif what == "group":
        word = "any" if "all" in told else "all"
        _parts_at(told, path).append({word: [{"field": ""}, {"field": ""}]})
    return told


def _parts_at(told: Any, path: list[int]) -> list[Any]:
    node = told
    for step in [None, *path]:
        if step is not None:
            parts = node[_word(node)] if _word(node) else []
            if step >= len(parts):
                return []
            node = parts[step]
    return node[_word(node)] if _word(node) else []


def filled(told: Any) -> Any:
    """Without lines in which no field was chosen, and without groups that so became empty."""
    word = _word(told)
    if not word:
        return told if told.get("field") else None
    parts = [part for part in map(filled, told[word]) if part is not None]
    return {word: parts} if parts else None


def joined(conditions: list[Any]) -> Any:
    """Several conditions, all of which must hold, as one."""
    parts: list[Any] = []
    for told in conditions:
        parts += told["all"] if _word(told) == "all" else [told]
    return {"all": parts} if parts else {}
