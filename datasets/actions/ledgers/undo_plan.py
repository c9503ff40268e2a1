"""What undoing a batch would do: which records go, which return to their values before, what is kept and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from datasets.access import Actor
from datasets.actions.ledgers.kept import Kept, Why
from datasets.actions.ledgers.kinds import LedgerKind
from datasets.choices import BatchStatus, ChildStatus
from datasets.models import (
    Agency,
    Child,
    ChildCategory,
    Duty,
    DutyAssignment,
    Family,
    Guardian,
    Guardianship,
    LedgerBatch,
    Policy,
    Record,
    Region,
    RegionName,
)
from datasets.models.encrypted import EncryptedField
from datasets.queries.lists import among_keys, among_texts
from datasets.queries.pointing import relations_to
from datasets.queries.traces import Place, Trace, Traces, Version, traces_of, written_by

Model = type[Record]

_OWNED_BY_CHILD: tuple[type[Any], ...] = (Guardianship, ChildCategory)

_Once = tuple[tuple[str, ...], Mapping[str, Any]]

#: What only one row may have at a time, and among which rows: the unique columns and constraints.
_ONCE: dict[Model, tuple[_Once, ...]] = {
    Child: ((("id_number",), {"status": ChildStatus.OPEN}),),
    Guardianship: ((("child_id",), {"is_principal": True}),),
    Guardian: ((("family_id", "id_number"), {}),),
    Family: ((("region_id", "household_number"), {}),),
    Agency: ((("code",), {}), (("region_id", "name"), {})),
    Duty: ((("code",), {}),),
    DutyAssignment: ((("duty_id", "region_id", "agency_id"), {"until_date": None}),),
    Region: ((("code",), {}),),
    RegionName: ((("region_id", "name"), {}),),
    Policy: ((("code",), {}), (("number",), {})),
}


@dataclass
class Return:
    """A record's fields that return to `values`; `now` is all of it as it stands."""

    place: Place
    now: dict[str, Any]
    values: dict[str, Any]


@dataclass
class UndoPlan:
    kind: LedgerKind
    going: dict[Model, dict[int, Place]] = field(default_factory=lambda: defaultdict(dict))
    returning: dict[Model, dict[int, Return]] = field(default_factory=lambda: defaultdict(dict))
    kept: list[Kept] = field(default_factory=list)
    created_places: set[Place] = field(default_factory=set)

    @property
    def deleted_count(self) -> int:
        """How many records of the ledger's collection go."""
        return len(self.going[self.kind.model])

    @property
    def restored_count(self) -> int:
        """How many rows of the ledger that changed a record are taken back, in part at least."""
        places = {place for rows in self.going.values() for place in rows.values()}
        places |= {one.place for rows in self.returning.values() for one in rows.values()}
        return len(places - self.created_places)


def plan_undo(batch: LedgerBatch, *, kind: LedgerKind, by: Actor, lock: bool = False) -> UndoPlan:
    """What undoing the batch would do to the register as it is now.

    With `lock` (inside a transaction) what it speaks of stays as it is until the transaction ends.
    """
    planner = _Planner(batch, kind, by)
    written = {model: written_by(model, batch.pk) for model in kind.written}
    for model, keys in written.items():
        planner.see(model, keys, lock=lock)
    for model, keys in written.items():
        planner.sort(model, keys)
    planner.hold_all()
    if planner.drop_impossible():
        planner.hold_all()  # what does not return keeps what it points to
    return planner.plan


class _Planner:
    """Sorts what the batch wrote, then keeps back what others have come to rely on."""

    def __init__(self, batch: LedgerBatch, kind: LedgerKind, by: Actor) -> None:
        self.batch = batch
        self.kind = kind
        self.by = by
        self.plan = UndoPlan(kind)
        self.in_sight: dict[Model, set[int]] = {}
        self.traces: dict[Model, Traces] = {}
        undone = LedgerBatch.objects.filter(Q(status=BatchStatus.UNDONE) | Q(undoes__isnull=False))
        self.void = frozenset(undone.values_list("pk", flat=True))

    def see(self, model: Model, keys: Iterable[int], *, lock: bool) -> None:
        """Find which of the records are still there and the actor's to change; lock those."""
        rows = self._mine(model).filter(pk__in=among_keys(keys)).order_by("pk")
        if lock:
            rows = rows.select_for_update(of=("self",))
        self.in_sight[model] = set(rows.values_list("pk", flat=True))

    def sort(self, model: Model, written: dict[int, Place]) -> None:
        traces = traces_of(model, written, batch_id=self.batch.pk, void=self.void)
        self.traces[model] = traces
        if model is self.kind.model:
            self.plan.created_places = traces.created_places
        for key, place in traces.untouched.items():
            if key in self.in_sight[model]:
                self.plan.going[model][key] = place
            else:
                self._keep(model, key, place, Why.OUT_OF_SIGHT)
        for key, trace in traces.shared.items():
            self._sort_shared(model, key, trace)

    def _sort_shared(self, model: Model, key: int, trace: Trace) -> None:
        since = trace.changed_since()
        if trace.is_gone:
            if not trace.is_created:
                self._keep(model, key, trace.place, Why.GONE, since=trace.versions[-1])
        elif key not in self.in_sight[model]:
            self._keep(model, key, trace.place, Why.OUT_OF_SIGHT)
        elif not trace.is_created:
            self._return(model, key, trace)
        elif since:
            self._keep(model, key, trace.place, Why.CHANGED, since=since)
        else:
            self.plan.going[model][key] = trace.place

    def _return(self, model: Model, key: int, trace: Trace) -> None:
        """Field by field: what the batch set and nobody has set since goes back."""
        before, written, now = trace.before, trace.written, trace.now
        values = {}
        for name in trace.columns:
            if before[name] == written[name] or before[name] == now[name]:
                continue
            since = trace.changed_since(name)
            if since is None and now[name] == written[name]:
                values[name] = before[name]
            else:
                change = {"field": name, "now": now[name], "before": before[name]}
                self._keep(model, key, trace.place, Why.CHANGED, since=since, **change)
        if values:
            self.plan.returning[model][key] = Return(trace.place, now, values)

    def hold_all(self) -> None:
        """Keep back what others built on, and what that points to."""
        if Child in self.kind.written:
            self._hold_children()
        for model in self.kind.written:
            if model is not Child and model not in _OWNED_BY_CHILD:
                self.hold(model)

    def drop_impossible(self) -> bool:
        """Leave as they are the fields that can't return; whether there were any."""
        kept = len(self.plan.kept)
        for model in self.kind.written:
            self._drop_lost_targets(model)
            for once in (*_ONCE.get(model, ()), *_once_defined(model)):
                self._drop_taken(model, once)
        return len(self.plan.kept) > kept

    def _hold_children(self) -> None:
        """A child that stays keeps the rows it owns; one whose rows were changed since stays."""
        going = self.plan.going[Child]
        for model in _OWNED_BY_CHILD:
            for trace in self.traces[model].shared.values():
                child_id = trace.written["child_id"]
                since = trace.changed_since() if trace.is_created else None
                if since and child_id in going:
                    self._keep(Child, child_id, going.pop(child_id), Why.CHANGED, since=since)
        self.hold(Child)
        made = {key for key, trace in self.traces[Child].shared.items() if trace.is_created}
        staying = (made | self.traces[Child].untouched.keys()) - going.keys()
        for model in _OWNED_BY_CHILD:
            owned = model._default_manager.filter(child_id__in=among_keys(staying))
            held = set(owned.values_list("pk", flat=True))
            for key in held & self.plan.going[model].keys():
                del self.plan.going[model][key]
            # The child is listed: its rows need no mention of their own.
            self.plan.kept = [
                one for one in self.plan.kept if one.model is not model or one.key not in held
            ]

    def hold(self, model: Model) -> None:
        """Keep those that a record which stays points to, and so on up where a model points to itself."""
        going = self.plan.going[model]
        held = True
        while held and going:
            held = False
            for relation in relations_to(model):
                for key in set(self._pointing(relation, going)) & going.keys():
                    self._keep(model, key, going.pop(key), Why.IN_USE)
                    held = relation.related_model is model or held

    def _pointing(self, relation: Any, targets: Iterable[int]) -> Iterator[int]:
        """The targets of the rows that still point to one of `targets` when all is undone."""
        source, attname = relation.related_model, relation.field.attname
        rows = source._default_manager.filter(**{f"{attname}__in": among_keys(targets)})
        going, returning = self.plan.going[source], self.plan.returning[source]
        for key, target in rows.order_by().values_list("pk", attname):
            leaves = key in returning and attname in returning[key].values
            if key not in going and not leaves:
                yield target

    def _drop_lost_targets(self, model: Model) -> None:
        """A field can't return to a record that is no longer there, or not the actor's."""
        for target in model._meta.concrete_fields:
            if target.related_model is None:
                continue
            name, related = target.attname, target.related_model
            wanted = {
                key: one.values[name]
                for key, one in self.plan.returning[model].items()
                if one.values.get(name) is not None
            }
            if wanted:
                there = self._may_point_to(related).filter(pk__in=among_keys(set(wanted.values())))
                found = set(there.values_list("pk", flat=True))
                if model is Region:
                    found -= self._below_themselves(wanted)
                self._drop(
                    model, [k for k, v in wanted.items() if v not in found], [name], Why.LOST
                )

    def _below_themselves(self, wanted: Mapping[int, int]) -> set[int]:
        """Those of the targets that have come to lie under the region which would return to them."""
        keys = among_keys({*wanted, *wanted.values()})
        paths = dict(Region.objects.filter(pk__in=keys).values_list("pk", "path"))
        return {
            target
            for key, target in wanted.items()
            if target in paths and paths[target].startswith(paths[key])
        }

    def _drop_taken(self, model: Model, once: _Once) -> None:
        """A field can't return to what another record has come to hold and only one may have."""
        columns, among = once
        names = [*columns, *among]
        wanted = {}
        for key, one in self.plan.returning[model].items():
            then = one.now | one.values
            is_bound = all(then[name] == value for name, value in among.items())
            if is_bound and one.values.keys() & set(names) and then[columns[-1]]:
                wanted[key] = tuple(then[name] for name in columns)
        if not wanted:
            return
        held = {values for key, values in self._holders(model, once, wanted.values())}
        self._drop(model, [key for key, v in wanted.items() if v in held], names, Why.TAKEN)

    def _holders(
        self, model: Model, once: _Once, wanted: Iterable[tuple[Any, ...]]
    ) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows that stay as they are and hold one of the wanted values."""
        columns, among = once
        sought = {values[-1] for values in wanted}
        found = Q(**{f"{columns[-1]}__in": _listed(model, columns[-1], sought)})
        rows = model._default_manager.filter(found, **among)
        going, returning = self.plan.going[model], self.plan.returning[model]
        for key, *values in rows.values_list("pk", *columns):
            leaves = key in returning and returning[key].values.keys() & {*columns, *among}
            if key not in going and not leaves:
                yield key, tuple(values)

    def _drop(self, model: Model, keys: list[int], names: list[str], why: Why) -> None:
        for key in keys:
            one = self.plan.returning[model][key]
            for name in set(names) & one.values.keys():
                change = {"field": name, "now": one.now[name], "before": one.values.pop(name)}
                self._keep(model, key, one.place, why, **change)
            if not one.values:
                del self.plan.returning[model][key]

    def _mine(self, model: Any) -> QuerySet[Any]:
        """The rows that the actor may write a ledger to."""
        if model is Region:
            return self.by.area("import", Region).regions()
        return self.by.rows(model, "import")

    def _may_point_to(self, model: Any) -> QuerySet[Any]:
        """The rows to which what the actor writes may point: agencies and duties are anybody's to name."""
        is_named_anywhere = model.is_public_knowledge and model is not Region
        return self.by.rows(model) if is_named_anywhere else self._mine(model)

    def _keep(
        self,
        model: Model,
        key: int,
        place: Place,
        why: Why,
        *,
        since: Version | None = None,
        **change: Any,
    ) -> None:
        self.plan.kept.append(
            Kept(
                model=model,
                key=key,
                place=place,
                why=why,
                by_id=since.author_id if since else None,
                at=since.at if since else None,
                **change,
            )
        )


def _once_defined(model: Model) -> Iterator[_Once]:
    """Its defined fields of which only one record may have a value."""
    fields: Any = model._meta.concrete_fields
    yield from (((one.attname,), {}) for one in fields if hasattr(one, "made") and one.unique)


def _listed(model: Model, column: str, values: set[Any]) -> Any:
    """The values of a column for `in`."""
    if isinstance(model._meta.get_field(column), EncryptedField):
        return values
    return among_texts(values) if isinstance(next(iter(values)), str) else among_keys(values)
