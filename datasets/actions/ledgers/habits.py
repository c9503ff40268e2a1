"""What was decided about a ledger is remembered for its sender: next month's file needs no click."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions import dispatch
from datasets.actions.ledgers.choices import LedgerChoices, column_key, header_of
from datasets.actions.records import delete_record
from datasets.models import LedgerBatch, LedgerHabit, Region
from datasets.models.regions import PATH_STEP

#: The header of the habit that holds words: they mean the same in all of a region's files.
_ANY = ""
_LONGEST_HEADINGS = 300
_PARTS = ("columns", "kept", "words")


def recall(*, collection: str, headers: Iterable[str], by: Actor) -> LedgerChoices:
    """What the actor's region said of tables under these headers (fingerprints), and of words."""
    columns: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    kept: set[str] = set()
    habits = list(_habits(collection, by).filter(header__in={*headers, _ANY}).order_by("pk"))
    for habit in habits:
        columns |= habit.columns
        kept |= set(habit.kept)
        words |= habit.words
    return LedgerChoices(
        columns=columns,
        words=words,
        kept=frozenset(kept),
        habits=tuple(habit.pk for habit in habits),
    )


@transaction.atomic
def remember_columns(*, batch: LedgerBatch, choices: LedgerChoices, by: Actor) -> None:
    """Keep what holds of the batch's headers for the files that the actor's region hands in next.

    Raises NotPermitted.
    """
    for columns, headings in _headers(batch):
        chosen = {key: choices.columns[key] for key in columns if key in choices.columns}
        _set(batch, header_of(columns), {"columns": chosen, "headings": headings}, by)


@transaction.atomic
def remember_kept(*, batch: LedgerBatch, choices: LedgerChoices, by: Actor) -> None:
    """Keep whose value stays for the files under the batch's headers that come next. Raises NotPermitted."""
    for columns, headings in _headers(batch):
        _set(batch, header_of(columns), {"kept": sorted(choices.kept), "headings": headings}, by)


def _headers(batch: LedgerBatch) -> Iterator[tuple[list[str], str]]:
    """The columns (by key) of each table, and their headings in one line."""
    for sheet in batch.sheets:
        if sheet["used"]:
            columns = [column_key(one["column"], one["header"]) for one in sheet["columns"]]
            headings = " ".join(one["header"] for one in sheet["columns"])
            yield columns, headings[:_LONGEST_HEADINGS]


@transaction.atomic
def remember_words(*, batch: LedgerBatch, choices: LedgerChoices, by: Actor) -> None:
    """Keep what the batch's words mean, and forget those that mean nothing any more. Raises NotPermitted."""
    habit = _habits(batch.collection, by).filter(header=_ANY).first()
    words: dict[str, dict[str, str]] = deepcopy(habit.words) if habit else {}
    for word in batch.words:
        name, key = word["field"], word["key"]
        words.setdefault(name, {}).pop(key, None)
        if key in choices.words.get(name, {}):
            words[name][key] = choices.words[name][key]
    said = {name: among for name, among in words.items() if among}
    _set(batch, _ANY, {"words": said}, by)


def _set(batch: LedgerBatch, header: str, values: Mapping[str, Any], by: Actor) -> None:
    """One habit says this from now on beside what it said; a habit that says nothing is none."""
    if by.territory.paths == ():
        return
    reason = _("台账导入：%(file)s") % {"file": batch.file_name}
    habit = _habits(batch.collection, by).filter(header=header).first()
    says_something = any(values.get(part, getattr(habit, part, None)) for part in _PARTS)
    if habit and says_something:
        dispatch.change(habit, values=values, by=by, reason=reason[:200])
    elif habit:
        delete_record(record=habit, by=by, reason=reason[:200])
    elif says_something:
        sender = {"collection": batch.collection, "region": _home(by), "header": header}
        dispatch.create(LedgerHabit, values={**sender, **values}, by=by, reason=reason[:200])


def _habits(collection: str, by: Actor) -> QuerySet[LedgerHabit]:
    habits = LedgerHabit.objects.filter(collection=collection, region=_home(by))
    return habits if by.territory.paths != () else habits.none()


def _home(by: Actor) -> Region | None:
    """The region in whose name the actor hands in files: the first of the posts; None for the whole."""
    paths = by.territory.paths
    return Region.objects.get(pk=int(paths[0][-PATH_STEP:])) if paths else None
