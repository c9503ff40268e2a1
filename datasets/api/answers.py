"""Records as JSON: masked where the reader does not see, links followed as far as was asked and is in sight."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from datasets.access.field_groups import masked
from datasets.api.attributes import Attribute, Kind, as_json
from datasets.api.collections import Collection, attributes_of, collection_of
from datasets.api.parameters import EXPAND
from datasets.api.problems import wrong_parameters
from datasets.api.questions import Question, Tree
from datasets.api.readers import Reader
from datasets.models import Record

Shown = dict[str, Any]


@dataclass
class Answer:
    """`followed`: the records beside those asked for that were shown, by model, for the access log."""

    items: list[Shown]
    masked: list[str]
    followed: Mapping[type[Record], set[int]]


def answer_to(question: Question, records: Sequence[Any]) -> Answer:
    """Raises Problem where something is to be followed that cannot be."""
    teller = _Teller(question.reader)
    collection = question.collection
    shown = teller.records(collection.model, records, question.fields, question.expand, collection)
    hidden = [name for name in question.fields if not question.reader.sees(collection.model, name)]
    return Answer(shown, hidden, teller.followed)


@dataclass
class _Teller:
    reader: Reader
    followed: dict[type[Record], set[int]] = field(default_factory=lambda: defaultdict(set))

    def records(
        self,
        model: type[Record],
        rows: Sequence[Any],
        names: Iterable[str],
        expand: Tree,
        collection: Collection | None,
    ) -> list[Shown]:
        attributes = attributes_of(model)
        shown = [
            {name: self._value(model, row, attributes[name]) for name in names} for row in rows
        ]
        for name, branch in expand.items():
            if collection and name in collection.relations:
                self._add_owned(collection, name, branch, rows, shown)
            elif name in attributes and attributes[name].kind is Kind.LINK:
                self._follow(attributes[name], branch, rows, shown)
            else:
                raise wrong_parameters([(EXPAND, _("不能展开“%s”。") % name)], [])
        return shown

    def _value(self, model: type[Record], row: Any, attribute: Attribute) -> Any:
        if not self.reader.sees(model, attribute.name):
            return masked(model, attribute.name, getattr(row, attribute.name))
        if attribute.kind is Kind.LINK:
            return getattr(row, f"{attribute.name}_id")
        return as_json(getattr(row, attribute.name), attribute)

    def _follow(
        self, attribute: Attribute, branch: Tree, rows: Sequence[Any], shown: list[Shown]
    ) -> None:
        """Put the record that a link leads to in the place of its key; what is out of sight stays a key."""
        target: Any = attribute.target
        there = collection_of(target)
        if there is None:
            raise wrong_parameters([(EXPAND, _("不能展开“%s”。") % attribute.name)], [])
        keys = {getattr(row, f"{attribute.name}_id") for row in rows} - {None}
        found = list(self.reader.rows(target).filter(pk__in=keys))
        self.followed[target].update(row.pk for row in found)
        names = [name for name in there.attributes if self.reader.shows(target, name)]
        told = {one["id"]: one for one in self.records(target, found, names, branch, there)}
        for row, one in zip(rows, shown, strict=True):
            key = getattr(row, f"{attribute.name}_id")
            one[attribute.name] = told.get(key, key)

    def _add_owned(
        self,
        collection: Collection,
        name: str,
        branch: Tree,
        rows: Sequence[Any],
        shown: list[Shown],
    ) -> None:
        """The rows of each record; those that the reader may not even count are one line."""
        relation = collection.relations[name]
        owner = f"{relation.owner}_id"
        owned: dict[int, list[Any]] = defaultdict(list)
        links = [a.name for a in relation.attributes.values() if a.kind is Kind.LINK]
        stored = relation.model._default_manager.filter(**{f"{owner}__in": [r.pk for r in rows]})
        every = list(stored.select_related(*links).order_by("pk"))
        seen = [row for row in every if self.reader.sees_row(row)]
        told = self.records(relation.model, seen, relation.attributes, branch, None)
        for row, one in zip(seen, told, strict=True):
            owned[getattr(row, owner)].append(one)
        for key in {getattr(row, owner) for row in every if row not in seen}:
            owned[key].append({"protected": True})
        for record, one in zip(rows, shown, strict=True):
            one[name] = owned[record.pk]
