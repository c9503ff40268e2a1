"""The parameters by which a collection may be asked, for one reader: what is not here is refused with this list."""

from collections.abc import Iterator
from dataclasses import dataclass

from datasets.api.attributes import Attribute, Kind
from datasets.api.collections import Collection, collection_of
from datasets.api.readers import Reader
from datasets.models import Record

#: Beside the filters.
SORT, FIELDS, EXPAND, LIMIT, CURSOR, TOTAL = "sort", "fields", "expand", "limit", "cursor", "total"
OF_PAGES = (SORT, FIELDS, EXPAND, LIMIT, CURSOR, TOTAL)
#: The region in which a record lies, whatever leads there.
AREA = "region__under"


@dataclass(frozen=True)
class Filter:
    """`relation` is the owned relation whose rows are asked for; "" for the record itself."""

    parameter: str
    attribute: Attribute
    operator: str
    relation: str = ""

    @property
    def lookup(self) -> str:
        """As Django's querysets write it, from the record or from the owned row."""
        return "__".join(filter(None, (self.attribute.name, self.operator)))


def filters_of(collection: Collection, reader: Reader) -> dict[str, Filter]:
    """Parameter → filter, of what the reader sees: by what is masked nothing is found."""
    found = {}
    for name, attribute in collection.attributes.items():
        for one in _of(attribute, collection.model, reader):
            parameter = "__".join(filter(None, (name, one)))
            if parameter not in OF_PAGES:  # a defined field may be called so
                found[parameter] = Filter(parameter, attribute, one)
    for relation in collection.relations.values():
        if not reader.shows(collection.model, relation.name):
            continue
        for name, attribute in relation.attributes.items():
            for one in _of(attribute, relation.model, reader):
                parameter = "__".join(filter(None, (relation.name, name, one)))
                found[parameter] = Filter(parameter, attribute, one, relation.name)
    if collection.path_lookup and AREA not in found:
        lies_in = Attribute("region", "region", Kind.LINK, operators=("under",))
        found[AREA] = Filter(AREA, lies_in, "under")
    return found


def _of(attribute: Attribute, model: type[Record], reader: Reader) -> Iterator[str]:
    if not (reader.shows(model, attribute.name) and reader.sees(model, attribute.name)):
        return
    for operator in attribute.operators:
        leads_on = operator.startswith("code")
        if not leads_on or reader.sees(model, f"{attribute.name}__code"):
            yield operator


def sortable(collection: Collection, reader: Reader) -> list[str]:
    """An order tells what it orders by: only what the reader sees."""
    return [
        name
        for name, attribute in collection.attributes.items()
        if attribute.is_sortable
        and reader.shows(collection.model, name)
        and reader.sees(collection.model, name)
    ]


def shown_fields(collection: Collection, reader: Reader) -> list[str]:
    return [name for name in collection.attributes if reader.shows(collection.model, name)]


def expandable(collection: Collection, reader: Reader) -> list[str]:
    """The first steps: links to what has an address or is owned, and the owned rows."""
    links = [
        name
        for name, attribute in collection.attributes.items()
        if reader.shows(collection.model, name) and collection_of(attribute.target)
    ]
    return [
        *links,
        *(name for name in collection.relations if reader.shows(collection.model, name)),
    ]
