"""What is defined, brought into this process: models and fields as the database has them now.

Each process asks one row whether anything has changed (`refresh`), before a request and before a job. Nobody may
be at work with the models meanwhile: `at_work` counts who is.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from datasets.custom.building import (
    attach,
    call,
    detach,
    group_anew,
    made_fields,
    make_model,
    unmake_model,
)
from datasets.custom.computing import drop_computed, fit_computed
from datasets.custom.specs import NOTHING_DEFINED, Catalogue, CollectionSpec, FieldSpec
from datasets.custom.types import TYPES
from datasets.custom.types.links import models_by_collection
from datasets.models import CollectionDefinition, DefinitionsState, FieldDefinition, Record

#: Told of each new catalogue, in the order of the floors: what screens, ledgers and addresses there are follows it.
_FOLLOWERS: list[Callable[[Catalogue], None]] = []
#: Seconds that a change waits for the requests at work in this process: a whole export may be one.
_LONGEST_WAIT = 120

#: Seconds that it waits for those who write, here and in other processes: whoever comes after it waits for it too.
_LONGEST_LOCK = 3
#: The name of the lock that writers of records share, and a change of definitions has alone: any number.
_LOCK = 7_316_004

_gate = threading.Condition()
_workers: dict[int, int] = defaultdict(int)
#: Those at work who wait to be alone.
_waiting: set[int] = set()
_catalogue = NOTHING_DEFINED
#: Those that this process has made, archived ones too: others may point to them.
_models: dict[str, type[Record]] = {}


class StillAtWork(Exception):
    """Others in this process are still at work with the models as they were."""


class DefinedOtherwise(ValidationError):
    """What the actor filled in is no longer asked for in these terms."""


def catalogue() -> Catalogue:
    """What this process knows of."""
    return _catalogue


def made_model(collection: str) -> type[Record]:
    """The model of a collection of one's own. Raises KeyError."""
    return _models[collection]


def models_with_made_fields() -> list[type[Record]]:
    """Those of one's own, and the built-in ones that have a defined field."""
    return [
        model
        for code, model in models_by_collection().items()
        if code in _models or made_fields(model)
    ]


def follow(follower: Callable[[Catalogue], None]) -> None:
    """Have a function told of each new catalogue."""
    _FOLLOWERS.append(follower)
    follower(_catalogue)


@contextmanager
def at_work() -> Iterator[None]:
    """While this runs the models stay as they are, by what is current at its beginning. Raises StillAtWork."""
    refresh()
    with undisturbed():
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """While this runs the models stay as they are, current or not."""
    me = threading.get_ident()
    with _gate:
        _workers[me] += 1
    try:
        yield
    finally:
        with _gate:
            _workers[me] -= 1
            if not _workers[me]:
                del _workers[me]
            _gate.notify_all()


@contextmanager
def alone() -> Iterator[None]:
    """While this runs nobody else of this process is at work with the models. Raises StillAtWork."""
    with _quiet():
        yield


def stand_still(model: type[Record]) -> None:
    """Within a transaction, before it reads a record: no definition changes until it ends.

    Raises DefinedOtherwise where the model's fields have changed since this process last looked: what was filled in
    by the old definition may mean something else by the new one, or lie in a column that nobody reads any more.
    """
    if not made_fields(model):
        return
    _lock("pg_advisory_xact_lock_shared")
    told = DefinitionsState.objects.values_list("name", flat=True).first()
    if str(told or "") == _catalogue.name:
        return
    code = model.collection_name
    if _read().fields.get(code, ()) != _catalogue.fields.get(code, ()):
        raise DefinedOtherwise(
            _("字段的设置刚刚改过，还没有保存。请看一遍，再保存一次。"), code="defined_otherwise"
        )


def keep_others_out() -> None:
    """Within a transaction that changes definitions: those who write records have ended, and wait until it ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{_LONGEST_LOCK}s'")
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    """SQLite has one writer at a time as it is."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [_LOCK])


def refresh() -> None:
    """Bring the models up to what is defined now. One small question where nothing has changed."""
    told = DefinitionsState.objects.values_list("name", flat=True).first()
    name = str(told or "")
    if name != _catalogue.name:
        with _quiet():
            _become(_read())


def forget() -> None:
    """As if nothing were defined: after a test whose definitions were rolled back."""
    if _catalogue is not NOTHING_DEFINED:
        with _quiet():
            _become(NOTHING_DEFINED)


@contextmanager
def _quiet() -> Iterator[None]:
    """Alone with the models. Raises StillAtWork."""
    me = threading.get_ident()
    with _gate:
        _waiting.add(me)  # else two that both want to change something would wait for each other
        try:
            is_quiet = _gate.wait_for(lambda: not set(_workers) - _waiting, timeout=_LONGEST_WAIT)
        finally:
            _waiting.discard(me)
        if not is_quiet:
            raise StillAtWork
        yield


def _read() -> Catalogue:
    with transaction.atomic():
        name = DefinitionsState.objects.values_list("name", flat=True).first()
        collections = CollectionDefinition.objects.order_by("pk")
        fields: dict[str, list[FieldSpec]] = defaultdict(list)
        for one in FieldDefinition.objects.filter(archived_date=None).order_by("position", "pk"):
            fields[one.collection].append(FieldSpec.of(one))
        specs = {one.code: CollectionSpec.of(one) for one in collections}
        archived = {one.code for one in collections if one.archived_date}
    return Catalogue(
        name=str(name or ""),
        collections={code: spec for code, spec in specs.items() if code not in archived},
        fields={code: tuple(told) for code, told in fields.items()},
        archived={code: spec for code, spec in specs.items() if code in archived},
    )


def _become(new: Catalogue) -> None:
    global _catalogue  # noqa: PLW0603 - what a process knows is one thing, and has one place
    told = {**new.collections, **new.archived}
    for code in _models.keys() - told.keys():
        unmake_model(_models.pop(code))
    for code, spec in told.items():
        if code in _models:
            call(_models[code], spec)
        else:
            _models[code] = make_model(spec)
        _models[code].is_out_of_use = code in new.archived
    for code, model in models_by_collection().items():
        fit_fields(model, new.fields.get(code, ()))
    _catalogue = new
    for follower in _FOLLOWERS:
        follower(new)


def fit_fields(model: Any, wanted: tuple[FieldSpec, ...]) -> None:
    """Give a model these defined fields and no others."""
    present = {spec.code: spec for spec in made_fields(model)}
    drop_computed(model)  # before a field with a column takes the name of one
    told = {spec.code: spec for spec in wanted if TYPES[spec.kind].has_column}
    for code, spec in present.items():
        if told.get(code) != spec:
            detach(model, code)
    for code, spec in told.items():
        if present.get(code) != spec:
            attach(model, spec)
    fit_computed(model, (spec for spec in wanted if not TYPES[spec.kind].has_column))
    group_anew(model)
