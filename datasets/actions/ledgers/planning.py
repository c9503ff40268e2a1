"""A plan that holds until it has been written."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

from datasets.access import Actor
from datasets.actions.ledgers.ahead import planned_ahead
from datasets.actions.ledgers.choices import LedgerChoices
from datasets.actions.ledgers.kinds import LedgerKind
from datasets.actions.ledgers.locking import wait_for_turn
from datasets.actions.ledgers.plan import Plan
from datasets.actions.ledgers.progress import Progress
from datasets.actions.ledgers.rows import ReadRow
from datasets.custom.loading import DefinedOtherwise, stand_still
from datasets.models.regions import common_path


class RegisterMovedOn(Exception):
    """Since the preview somebody changed the register: the batch would do something else than shown."""


@contextmanager
def planned(
    rows: list[ReadRow],
    *,
    kind: LedgerKind,
    by: Actor,
    choices: LedgerChoices,
    progress: Progress,
) -> Iterator[Plan]:
    """What the rows do to the register, in a transaction in which nobody else changes that.

    Raises RegisterMovedOn where a form has just recorded the same child, or somebody changed the fields.
    """
    ahead = planned_ahead(lambda: kind.plan(rows, by=by, choices=choices, progress=progress))
    try:
        with transaction.atomic():
            for model in kind.written:
                stand_still(model)
            wait_for_turn(area_of(rows, by), progress=progress)
            plan = ahead() or _locked_plan(rows, kind, by, choices, progress)
            _check_keys_at_once()
            yield plan
    except (IntegrityError, DefinedOtherwise) as error:
        raise RegisterMovedOn from error


def _check_keys_at_once() -> None:
    """Foreign keys as each statement ends: a million checks put off to the commit take a tenth longer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def area_of(rows: Iterable[ReadRow], by: Actor) -> str:
    """The path of the lowest region above all rows; without rows that name one, of the sender's own area."""
    paths = [row.values["region"].path for row in rows if "region" in row.values]
    return common_path(paths or by.territory.paths or ())


def _locked_plan(
    rows: list[ReadRow], kind: LedgerKind, by: Actor, choices: LedgerChoices, progress: Progress
) -> Plan:
    """A plan whose changes are locked. A form may have come between: then it is made again."""
    for _attempt in range(3):
        plan = kind.plan(rows, by=by, choices=choices, progress=progress)
        if kind.lock(plan):
            return plan
    raise RegisterMovedOn
