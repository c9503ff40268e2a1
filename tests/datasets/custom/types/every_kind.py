"""A collection with a field of every type, in plain and for a group of readers, and values that such fields take."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.custom.loading import made_model
from datasets.custom.types import reader_of
from datasets.ledgers.rows import REPEATS
from datasets.readers.text import ERROR_VALUES
from datasets.standards.masks import is_masked

CHOICES = [["a", "甲"], ["b", "乙"], ["c", "丙（丁）"]]
#: Code → type and options. Each has a twin whose column is encrypted.
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "words": ("text", {}),
    "lines": ("long_text", {}),
    "count": ("integer", {}),
    "ratio": ("decimal", {"places": 4}),
    "price": ("money", {}),
    "day": ("date", {}),
    "at": ("datetime", {}),
    "is_so": ("yes_no", {}),
    "one": ("choice", {"choices": CHOICES}),
    "some": ("choices", {"choices": CHOICES}),
    "who": ("person_name", {}),
    "number": ("id_number", {}),
    "phone": ("phone", {}),
    "home": ("address", {}),
}
HIDDEN = "_hidden"
NAMES = tuple(f"{name}{end}" for name in KINDS for end in ("", HIDDEN))
LABELS = {name: f"列{chr(ord('甲') + place)}{place}" for place, name in enumerate(NAMES)}


def kind_of(name: str) -> str:
    return KINDS[name.removesuffix(HIDDEN)][0]


def every_kind(by: Actor) -> Any:
    """The collection's model. A record is found again by `key`."""
    fields: list[dict[str, Any]] = [
        {"code": "key", "label": "标号", "kind": "text", "is_required": True, "is_unique": True}
    ]
    for name in NAMES:
        kind, options = KINDS[name.removesuffix(HIDDEN)]
        group = "health" if name.endswith(HIDDEN) else "basic"
        fields.append(
            {"code": name, "label": LABELS[name], "kind": kind, "group": group, "options": options}
        )
    values = {"code": "kinds", "label": "各种字段", "title": "key", "has_region": False}
    define_collection(values=values, fields=fields, by=by, reason="试")
    return made_model("kinds")


_SIGNS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc", "Co", "Cn"), include_characters="=+-@'|"
)
_IDEOGRAPHS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


def _id_number(day: datetime.date, order: int) -> str:
    digits = f"320281{day:%Y%m%d}{order:03d}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    rest = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11
    return digits + "10X98765432"[rest]


def _moments() -> Any:
    seconds = st.integers(0, 6 * 10**9)
    zero = datetime.datetime(1990, 1, 1, tzinfo=datetime.UTC)
    return seconds.map(lambda told: zero + datetime.timedelta(seconds=told))


_DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))
#: Kind → what an action may be given, as a form or a program gives it.
VALUES: dict[str, Any] = {
    "text": st.text(_SIGNS, min_size=1, max_size=60).map(str.strip).filter(bool),
    "long_text": st.lists(st.text(_SIGNS, max_size=30), min_size=1, max_size=4)
    .map("\n".join)
    .map(str.strip)
    .filter(bool),
    "integer": st.integers(-(10**15) + 1, 10**15 - 1),
    "decimal": st.decimals(-(10**11) + 1, 10**11 - 1, places=4),
    "money": st.decimals(0, 10**10, places=2),
    "date": _DAYS,
    "datetime": _moments(),
    "yes_no": st.booleans(),
    "choice": st.sampled_from("abc"),
    "choices": st.sets(st.sampled_from("abc"), min_size=1).map(sorted).map(tuple),
    "person_name": st.text(_IDEOGRAPHS, min_size=2, max_size=8),
    "id_number": st.builds(
        _id_number,
        st.dates(datetime.date(1950, 1, 1), timezone.localdate()),
        st.integers(1, 999),
    ),
    "phone": st.from_regex(r"\A1[3-9][0-9]{9}\Z"),
    "address": st.text(_IDEOGRAPHS, min_size=1, max_size=40),
}


def same(one: Any, other: Any) -> bool:
    """Equal, and of one kind: 1 is not True, and a text is no number."""
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one == other
    return type(one) is type(other) and bool(one == other)


def is_canonical(model: Any, name: str, value: Any) -> bool:
    """Whether a text is one that a cell can say: "无" says that there is nothing, 同上 what stands above."""
    if not isinstance(value, str):
        return True
    stands_for_another = value in REPEATS or value in ERROR_VALUES or is_masked(value)
    return not stands_for_another and reader_of(model, name)(value, _ignored) == value


def _ignored(code: str, **params: Any) -> None:
    pass
