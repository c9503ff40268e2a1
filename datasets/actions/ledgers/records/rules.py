"""What a collection says of itself, so that its ledgers can be planned and written like any other's."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from datasets.access import Actor
from datasets.actions.ledgers.records.references import Finder
from datasets.models import Record
from datasets.queries.records import Target
from datasets.queries.regions import Place
from datasets.standards.writing import half_width

Values = Mapping[str, Any]


def plain_key(value: Any) -> Any:
    """How texts are compared: half width, no blanks, no punctuation, no case."""
    if not isinstance(value, str):
        return value
    text = half_width(value).upper()
    return text if text.isalnum() else "".join(sign for sign in text if sign.isalnum())


@dataclass(frozen=True)
class Key:
    """Fields that together tell a record from the others, as far as a row says all of them."""

    fields: tuple[str, ...]
    #: Whether the database lets only one record have them (among those of `among`).
    is_unique: bool = False
    #: Found by this key alone, record and row must also agree on this field, as far as both say it.
    confirmed_by: str = ""
    #: Asked only where the row does not say this field.
    unless: str = ""
    form: Callable[[Any], Any] = plain_key

    def of(self, values: Values) -> tuple[Any, ...] | None:
        """The key as it is compared; None where a part of it is missing."""
        parts = tuple(_part(values.get(name), self.form) for name in self.fields)
        return parts if all(part not in ("", None) for part in parts) else None

    def asked(self, said: Values) -> tuple[Any, ...] | None:
        """What a row asks by; None where it does not ask by this key."""
        return None if self.unless and self.unless in said else self.of(said)


def _part(value: Any, form: Callable[[Any], Any]) -> Any:
    if isinstance(value, Place | Target):
        return value.id
    return form(value) if isinstance(value, str) else value


#: Makes a finder for the texts of a ledger's rows.
FinderOf = Callable[[set[str], Actor], Finder]

#: Field → the values that the records known have in it, and those given out since.
Taken = Callable[[str], set[Any]]

#: A problem that a collection's own rule finds: field, code, parameters.
Fault = tuple[str, str, Mapping[str, Any]]


def _no_fault(_values: Values) -> Iterator[Fault]:
    return iter(())


def _everything(_rows: Sequence[Values]) -> Q:
    return Q()


@dataclass(frozen=True)
class RecordRules:
    """One collection. `keys` are tried in their order: the first that finds a record decides."""

    model: type[Record]
    #: The model's fields that a ledger can set.
    fields: tuple[str, ...]
    #: The field by which sentences call a record.
    naming: str
    keys: tuple[Key, ...]
    #: Of `fields`, those that the register gives itself: by them a row finds a record, and sets none.
    given: frozenset[str] = frozenset()
    #: Field that points to another record → how rows name it.
    references: Mapping[str, FinderOf] = field(default_factory=dict)
    #: The same for what a row may name several of: the ledger's own field, no field of the model. Rows of one
    #: record may differ in these and in `beside`: what they say adds up.
    lists: Mapping[str, FinderOf] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    #: The region in which a row's names are meant.
    near: Callable[[Values], Place | None] = lambda said: said.get("region")
    #: Field that points to another record → that record's columns by which it is written and called.
    written_by: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    #: What makes a record so like the row that a human must say.
    doubts: tuple[Key, ...] = ()
    #: What rows leave unsaid and others tell, put into `said` before anything is looked up.
    prepare: Callable[[list[Any]], None] = lambda _rows: None
    #: Which records the rows may speak of.
    sought: Callable[[Sequence[Values]], Q] = _everything
    #: Whether a name is only another way to write that of a record (教育局 for 江阴市教育局): no change.
    is_spelling: Callable[[str, Values], bool] = lambda _name, _recorded: False
    #: Records that only their 编号 finds: values of a recorded one → whether it is out of use.
    is_past: Callable[[Values], bool] = lambda _values: False
    #: What a new record gets where its row says nothing: field, value and a warning's code. Told what the row says
    #: and, by field, the values that records have already.
    complete: Callable[[Values, Taken], Iterator[tuple[str, Any, str]]] = lambda _v, _t: iter(())
    #: What the values of a record as it would be contradict.
    faults: Callable[[Values], Iterator[Fault]] = _no_fault


def next_code(prefix: str, taken: set[Any]) -> str:
    """The prefix and the first number that nobody bears; it is taken from then on."""
    number = 1
    while f"{prefix}-{number}" in taken:
        number += 1
    code = f"{prefix}-{number}"
    taken.add(code)
    return code
