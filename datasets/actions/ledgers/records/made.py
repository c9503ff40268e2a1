"""Collections of one's own, and the defined fields of built-in ones, as ledgers find and write their records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q

from datasets.access import Actor
from datasets.actions.ledgers.records.references import (
    Finder,
    agencies_named,
    duties_named,
    policies_named,
)
from datasets.actions.ledgers.records.rules import FinderOf, Key, RecordRules, Values
from datasets.actions.ledgers.records.telling import (
    can_be_asked,
    name_field,
    records_told,
    with_texts,
)
from datasets.custom.building import made_fields
from datasets.custom.numbering import given_fields
from datasets.models import Agency, Duty, Policy, Record

_FINDERS: Mapping[type[Record], FinderOf] = {
    Agency: agencies_named,
    Duty: duties_named,
    Policy: policies_named,
}
#: By what records of a model are written in files and called in sentences, where it is not key and name.
WRITTEN_BY: Mapping[type[Record], tuple[str, str]] = {
    Agency: ("code", "name"),
    Duty: ("code", "text"),
    Policy: ("number", "title"),
}
_NOT_IN_LEDGERS = ("file", "photo")


def rules_of(model: Any) -> RecordRules:
    """The rules of a collection of one's own, from its definition."""
    fields = ledger_fields(model)
    names = ("region", *fields) if model.region_lookup else fields
    naming = model.title if model.title in fields else (fields[0] if fields else "id")
    keys, doubts = _keys_of(model, fields, naming)
    return RecordRules(
        model=model,
        fields=names,
        naming=naming,
        keys=keys,
        given=frozenset(spec.code for spec in given_fields(model)),
        doubts=doubts,
        sought=_sought_by(model, [name for key in (*keys, *doubts) for name in key.fields]),
        references=references_of(model),
        written_by=written_by_of(model),
    )


def with_made_fields(rules: RecordRules) -> RecordRules:
    """The rules of a built-in collection with its defined fields."""
    return replace(
        rules,
        fields=(*rules.fields, *ledger_fields(rules.model)),
        references={**rules.references, **references_of(rules.model)},
        written_by={**rules.written_by, **written_by_of(rules.model)},
    )


def ledger_fields(model: type[Record]) -> tuple[str, ...]:
    """The defined fields that a cell can say."""
    return tuple(one.code for one in made_fields(model) if one.kind not in _NOT_IN_LEDGERS)


def links_of(model: type[Record]) -> dict[str, type[Record]]:
    """Defined field that points to a record → the model of what it points to."""
    fields = [model._meta.get_field(name) for name in ledger_fields(model)]
    return {one.name: one.related_model for one in fields if one.is_relation}  # type: ignore[misc]


def references_of(model: type[Record]) -> dict[str, FinderOf]:
    return {name: finder_of(target) for name, target in links_of(model).items()}


def written_by_of(model: type[Record]) -> dict[str, tuple[str, str]]:
    found = {name: written_by(target) for name, target in links_of(model).items()}
    return {name: pair for name, pair in found.items() if pair[0]}


def written_by(target: type[Record]) -> tuple[str, str]:
    """The columns by which a record is written and called."""
    return WRITTEN_BY.get(target, ("id", name_field(target)))


def finder_of(target: type[Record]) -> FinderOf:
    """How a cell names a record of the model: by its key or code, else by what tells it."""
    if target in _FINDERS:
        return _FINDERS[target]

    def find(texts: set[str], by: Actor) -> Finder:
        return records_told(target, texts, by)

    return find


def _keys_of(
    model: Any, fields: Sequence[str], naming: str
) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """What tells a record: unique fields each, then those named for it, in its region; elsewhere it is a doubt."""
    specs = {one.code: one for one in made_fields(model)}
    unique = [name for name in fields if model._meta.get_field(name).unique]
    told = tuple(name for name in fields if specs[name].is_key and name not in unique)
    alone = tuple(Key((name,), is_unique=True) for name in unique)
    if not (told or unique):
        told = (naming,) if naming != "id" else ()
    if not told:
        return alone, ()
    if model.region_lookup:
        return (*alone, Key(("region", *told))), (Key(told),)
    return (*alone, Key(told)), ()


def _sought_by(model: Any, names: Sequence[str]) -> Callable[[Sequence[Values]], Q]:
    """Which records the rows may speak of: by those of their keys that the database can be asked for."""
    plain = [name for name in dict.fromkeys(names) if can_be_asked(model, name)]

    def sought(rows: Sequence[Values]) -> Q:
        wanted = Q(pk__in=())
        for name in plain:
            wanted |= with_texts(model, name, {str(row[name]) for row in rows if row.get(name)})
        return wanted if plain else Q()

    return sought
