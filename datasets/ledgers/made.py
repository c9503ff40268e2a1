"""The ledgers of collections of one's own, and the defined fields in those of built-in ones."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from datasets.actions.ledgers.records.made import ledger_fields, links_of, rules_of, written_by
from datasets.custom.building import made_fields
from datasets.custom.specs import FieldSpec
from datasets.custom.types import reader_of
from datasets.ledgers.fields import LedgerField, LedgerLayout
from datasets.ledgers.records import REGION, labels, record_layout
from datasets.ledgers.vocabulary import Vocabulary
from datasets.models import Record, Region
from datasets.readers import Reader


@dataclass(frozen=True)
class ListedWords:
    """The choices of a field, as those of the built-in lists are given."""

    choices: tuple[tuple[str, str], ...]


def layout_of(model: Any) -> LedgerLayout:
    """The layout of a collection of one's own."""
    rules = rules_of(model)
    names = ledger_fields(model)
    told = dict.fromkeys([rules.naming, *(name for key in rules.keys for name in key.fields)])
    essential = [name for name in told if name in names]
    return record_layout(
        model.collection_name,
        model,
        headings={**_headings(model), **(REGION if model.region_lookup else {})},
        readers=lambda vocabulary: _readers(model, vocabulary),
        names=labels(model, rules.fields),
        essential=essential or names,
        naming=essential or names,
        summary=[name for name in rules.fields if name != rules.naming][:4],
        choices=_choices(model),
        points_to=_pointing(model),
        places=_places(model) | ({"region"} if model.region_lookup else set()),
        no_table=_no_table(model, essential or list(names)),
        enough_fields=min(3, len(names)),
    )


def with_made_fields(layout: LedgerLayout, model: type[Record]) -> LedgerLayout:
    """The layout of a built-in collection with its defined fields."""
    own = layout.readers
    return replace(
        layout,
        fields=(
            *layout.fields,
            *(LedgerField(slot, tuple(words.split())) for slot, words in _headings(model).items()),
        ),
        labels={**layout.labels, **labels(model, ledger_fields(model))},
        readers=lambda vocabulary: {**own(vocabulary), **_readers(model, vocabulary)},
        choices={**layout.choices, **_choices(model)},
        points_to={**layout.points_to, **_pointing(model)},
        places=layout.places | _places(model),
    )


def _headings(model: type[Record]) -> dict[str, str]:
    """Slot → its headings, separated by blanks: the label, what else ledgers call it, its code."""
    told = {spec.code: spec for spec in made_fields(model)}
    return {name: " ".join(_words(told[name])) for name in ledger_fields(model)}


def _words(spec: FieldSpec) -> list[str]:
    return ["".join(spec.label.split()), *spec.aliases, spec.code]


def _readers(model: type[Record], vocabulary: Vocabulary) -> dict[str, Reader]:
    plain = {name: reader_of(model, name) for name in ledger_fields(model)}
    return plain | dict.fromkeys(_places(model), vocabulary.regions.reader())


def _places(model: type[Record]) -> frozenset[str]:
    return frozenset(name for name, target in links_of(model).items() if target is Region)


def _choices(model: type[Record]) -> Mapping[str, Any]:
    found = {}
    for name in ledger_fields(model):
        field: Any = model._meta.get_field(name)
        pairs = getattr(field, "words", {}).items() or field.choices or ()
        if pairs:
            found[name] = ListedWords(tuple((str(code), str(label)) for code, label in pairs))
    return found


def _pointing(model: type[Record]) -> dict[str, tuple[type[Record], str, str]]:
    return {name: (target, *written_by(target)) for name, target in links_of(model).items()}


def _no_table(model: Any, essential: Any) -> Any:
    named = "、".join(str(model._meta.get_field(name).verbose_name) for name in essential)
    return format_lazy(
        _("没有找到“{name}”的表头：表头里至少要有{columns}。"),
        name=model._meta.verbose_name,
        columns=named,
    )
