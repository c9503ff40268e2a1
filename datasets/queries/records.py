"""Records of any collection as a ledger compares them: set-wise, without an instance a row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from datasets.access.territory import region_path_lookup
from datasets.models import Record, Region
from datasets.queries.regions import Place


@dataclass(frozen=True, slots=True)
class Target:
    """A record that another one points to; `key` is how results and canonical sheets write it."""

    id: int
    key: str
    name: str
    #: Its code, and where it lies, as far as a search among names has told them.
    code: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class RecordState:
    """A record as recorded. Fields that point to others hold a Target or, to a region, a Place."""

    id: int
    #: Where it lies; "" for what lies nowhere.
    path: str
    fields: dict[str, Any]


def states_of(
    model: type[Record],
    fields: tuple[str, ...],
    *,
    written_by: Mapping[str, tuple[str, str]],
    which: Q,
) -> Iterator[RecordState]:
    """The records that `which` finds, by key.

    `written_by`: field that points to another record → that record's columns for a Target's key and name.
    """
    columns, makers = ["pk"], []
    path_lookup = region_path_lookup(model)
    if path_lookup:
        columns.append(path_lookup)
    for name in fields:
        making, read = _maker(model, name, written_by)
        makers.append((name, len(columns), len(columns) + len(read), making))
        columns += read
    if model.archived_lookup:
        which &= Q(**{f"{model.archived_lookup}__isnull": True})
    for row in model._default_manager.filter(which).order_by("pk").values_list(*columns).iterator():
        values = {name: make(*row[start:end]) for name, start, end, make in makers}
        yield RecordState(row[0], row[1] if path_lookup else "", values)


def _maker(
    model: type[Record], name: str, written_by: Mapping[str, tuple[str, str]]
) -> tuple[Callable[..., Any], list[str]]:
    """What makes a field's value of the columns that are read for it."""
    if model._meta.get_field(name).related_model is Region:
        return _place, [
            f"{name}_id",
            f"{name}__code",
            f"{name}__name",
            f"{name}__path",
            f"{name}__level",
        ]
    if name in written_by:
        return _target, [f"{name}_id", *(f"{name}__{column}" for column in written_by[name])]
    return _as_it_is, [name]


def _place(key: int | None, code: str | None, name: str, path: str, level: str) -> Place | None:
    return Place(key, code, name, path, level) if key is not None else None


def _target(key: int | None, written: Any, name: str) -> Target | None:
    return Target(key, str(written), name) if key is not None else None


def _as_it_is(value: Any) -> Any:
    return value
