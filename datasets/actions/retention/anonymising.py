"""Some records made nameless, with all that hangs on them and all their history: statements over many rows.

The caller has opened a transaction. Files go before it ends: a run that is killed in between begins the same
records again, and none of them keeps a photo that nothing points to any more.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone

from datasets.actions.retention.bulk_traces import forget_in_bulk_changes
from datasets.actions.retention.ledger_traces import forget_in_ledgers
from datasets.actions.retention.number_traces import forget_by_number
from datasets.actions.retention.remains import files_of, leads_to_another, links_of, what_remains
from datasets.custom.left_behind import empty_left_behind
from datasets.history.bulk import Origin, Write, delete_rows, note_rows
from datasets.models import Child, Family, Guardian, Guardianship
from datasets.queries.retention import no_longer_used, rows_to_anonymise


def anonymise_children(keys: Sequence[int], *, origin: Origin) -> Counter[str]:
    """Those children, and the guardians and families whom no other child needs; returns how many rows of what."""
    done: Counter[str] = Counter()
    # Whom they had once, too: a guardian who was replaced, or removed, stands in the history alone.
    known = Guardianship.history.filter(child_id__in=keys).order_by()
    gone = _without_record(Guardian, known.values_list("guardian_id", flat=True))
    left = _without_record(
        Family, Child.history.filter(id__in=keys).order_by().values_list("family_id", flat=True)
    )
    _mark(Child, keys, origin)
    guardians, families = no_longer_used(keys, mark="anonymised_date")
    guardian_keys = sorted(guardians.values_list("pk", flat=True))
    _mark(Guardian, guardian_keys, origin)
    family_keys = sorted(families.values_list("pk", flat=True))
    _mark(Family, family_keys, origin)
    people: dict[type[Model], Sequence[int]] = {
        Child: keys,
        Guardian: [*guardian_keys, *gone],
        Family: [*family_keys, *left],
    }
    for model, wanted in people.items():
        done += forget_in_ledgers(model, wanted)
        forget_in_bulk_changes(model, wanted)
    for model, wanted in people.items():
        for rows, owner in rows_to_anonymise(model):
            done += _anonymise_rows_of(rows, owner, wanted, origin)
        done += _anonymise(model, {"pk__in": wanted}, {"id__in": wanted}, origin)
    return done


def anonymise_records(model: Any, keys: Sequence[int], *, origin: Origin) -> Counter[str]:
    """Those of a collection of one's own; returns how many rows of what. Nothing in use points to them."""
    _mark(model, keys, origin)
    done = forget_in_ledgers(model, keys)
    return done + _anonymise(model, {"pk__in": keys}, {"id__in": keys}, origin)


def _mark(model: Any, keys: Sequence[int], origin: Origin) -> None:
    model.objects.filter(pk__in=keys).update(anonymised_date=timezone.localdate(origin.at))


def _without_record(model: type[Any], keys: Iterable[int | None]) -> list[int]:
    wanted = {key for key in keys if key is not None}
    return sorted(wanted - set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)))


def _anonymise_rows_of(
    model: type[Model], owner: str, keys: Sequence[int], origin: Origin
) -> Counter[str]:
    """The rows that hang on the records; those that lead on to another person go."""
    rows = {f"{owner}__in": keys}
    done = _forget_ledgers_of(model, rows)
    if not leads_to_another(model, owner):
        return done + _anonymise(model, rows, rows, origin)
    found = model._default_manager.filter(**rows).order_by("pk").values_list("pk", flat=True)
    count = delete_rows(model, [Write(key, ()) for key in found], origin=origin)
    _blank_history(model, rows, origin)
    return done + Counter({str(model._meta.model_name): count})


def _forget_ledgers_of(model: Any, rows: dict[str, Any]) -> Counter[str]:
    """Rows that came in with ledgers of their own: what those say of them."""
    if not getattr(model, "collection_name", ""):
        return Counter()
    known = model.history.filter(**rows).order_by().values_list("id", flat=True)
    return forget_in_ledgers(model, sorted(set(known)))


def _anonymise(
    model: type[Model], which: dict[str, Any], in_history: dict[str, Any], origin: Origin
) -> Counter[str]:
    done = Counter({"files": _remove_files(model, which, in_history)})
    rows = model._default_manager.filter(**which).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    rows.order_by().update(**what_remains(model))
    if hasattr(model, "history"):
        note_rows(model, keys, origin=origin)
        _blank_history(model, in_history, origin)
        empty_left_behind(model, keys)
    done += forget_by_number(model, keys)
    done[str(model._meta.model_name)] = len(keys)
    return done


def _blank_history(model: Any, which: dict[str, Any], origin: Origin) -> None:
    """Every earlier version, to the last word; who wrote it and when stays."""
    versions = model.history.model
    tracked = {field.name for field in versions.tracked_fields}
    remains = {name: value for name, value in what_remains(model).items() if name in tracked}
    ties = {name: None for name in links_of(model) if f"{name}__in" not in which}
    model.history.filter(**which).order_by().update(
        **{**remains, **ties},
        history_change_reason=origin.reason,
        ledger_batch=None,
        ledger_sheet="",
        ledger_row=None,
    )


def _remove_files(model: Any, which: dict[str, Any], in_history: dict[str, Any]) -> int:
    count = 0
    for field in files_of(model):
        names = set(model._default_manager.filter(**which).values_list(field.name, flat=True))
        if hasattr(model, "history"):
            versions = model.history.filter(**in_history).order_by()
            names |= set(versions.values_list(field.name, flat=True))
        for name in names - {"", None}:
            field.storage.delete(name)
            count += 1
    return count
