"""Agencies: by code, else by name in their region."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from datasets.actions.ledgers.records.references import agencies_named
from datasets.actions.ledgers.records.rules import Key, RecordRules, Taken, Values, next_code
from datasets.models import Agency
from datasets.queries.regions import Place
from datasets.standards.agency_names import agency_keys


@dataclass(frozen=True)
class NameInRegion(Key):
    """江阴市教育局 in 江阴市 is 教育局 or 市教育局 there."""

    def of(self, values: Values) -> tuple[Any, ...] | None:
        region, name = values.get("region"), values.get("name")
        if not isinstance(region, Place) or not name:
            return None
        keys = agency_keys(name, region.name) | agency_keys(name)
        return region.id, min(keys, key=lambda key: (len(key), key))


def _complete(said: Values, taken: Taken) -> Iterator[tuple[str, Any, str]]:
    region = said.get("region")
    if isinstance(region, Place):
        if "code" not in said:
            yield "code", next_code(region.key.strip("#"), taken("code")), ""
        if "level" not in said and region.level:
            yield "level", region.level, "level_assumed"


def _is_spelling(name: str, recorded: Values) -> bool:
    return bool(agency_keys(name) & agency_keys(recorded["name"], recorded["region"].name))


AGENCIES = RecordRules(
    model=Agency,
    fields=(
        "code", "name", "kind", "level", "region", "parent", "public_phone", "public_address", "note",
    ),
    naming="name",
    keys=(
        Key(("code",), is_unique=True, confirmed_by="name"),
        NameInRegion(("region", "name"), is_unique=True),
        Key(("name",), unless="region"),
    ),
    references={"parent": agencies_named},
    written_by={"parent": ("code", "name")},
    is_spelling=_is_spelling,
    complete=_complete,
)  # fmt: skip
