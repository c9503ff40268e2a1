"""Rows that an earlier ledger brought in word for word, of children whom nobody has touched since.

Most rows of a monthly ledger are last month's. What planning one of them would come to is known: nothing. The record
need not be fetched, deciphered and held against it. A row is known again only by a number of its own; any doubt, a
remark, a decision, a change of the household, another row of the file that reaches the same people, and it is planned.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import F, Q, QuerySet

from datasets.access import Territory
from datasets.actions.ledgers.canonical import as_json
from datasets.actions.ledgers.choices import LedgerChoices, row_key
from datasets.actions.ledgers.digests import digester
from datasets.actions.ledgers.rows import ReadRow
from datasets.choices import BatchStatus, ChildStatus
from datasets.models import Child, Guardianship, LedgerBatch, LedgerRow
from datasets.models.regions import PATH_STEP, common_path, path_range
from datasets.queries.lists import among_keys
from datasets.queries.matching import Register
from datasets.queries.touching import touched_since

#: A form that was being saved while the earlier ledger was applied may have been seen by neither.
_LONGEST_SAVE = datetime.timedelta(hours=1)
#: So many ledgers of the area are looked at for one that is about as long.
_LAST = 20
#: How often rows that reach known ones are looked for before all are planned.
_ROUNDS = 4

#: Of a file of which no row is known.
NOTHING_KNOWN: Mapping[int, int] = MappingProxyType({})


class KnownRows:
    """Row (its place in the file, from 0) → the key of the child as whom it is known."""

    def __init__(self, child_of: dict[int, int]) -> None:
        self.child_of = child_of

    def others(self, rows: Sequence[ReadRow]) -> list[ReadRow]:
        return [row for place, row in enumerate(rows) if place not in self.child_of]

    def leave_to_planning(
        self, rows: Sequence[ReadRow], register_of: Callable[[list[ReadRow]], Register]
    ) -> Register:
        """Give up each known row that reaches whom another row of the file reaches.

        Returns what the register has on those that are to be planned.
        """
        self._forget(self._said_by(rows))
        for _round in range(_ROUNDS):
            register = register_of(self.others(rows))
            met = self._met_by(register) if self.child_of else set()
            if not met:
                return register
            self._forget(place for place, child in self.child_of.items() if child in met)
        self.child_of.clear()
        return register_of(list(rows))

    def _forget(self, places: Iterable[int]) -> None:
        for place in list(places):
            del self.child_of[place]

    def _said_by(self, rows: Sequence[ReadRow]) -> list[int]:
        """The known rows that bear the name or the number of another one."""
        words = {
            row.values.get(field) for row in self.others(rows) for field in ("name", "id_number")
        }
        return [
            place
            for place in self.child_of
            if rows[place].values["name"] in words or rows[place].values["id_number"] in words
        ]

    def _met_by(self, register: Register) -> set[int]:
        """The children whom rows reach that are to be planned: by themselves, or by a guardian."""
        guardians = {guardian.id for guardian in register.guardians()}
        linked = Guardianship.objects.filter(guardian_id__in=among_keys(guardians)).order_by()
        met = {child.id for child in register.children()}
        met.update(linked.values_list("child_id", flat=True))
        return met.intersection(self.child_of.values())


@dataclass(frozen=True)
class _Earlier:
    """A ledger that has been applied; `area` is the path of the region that it spoke of."""

    key: int
    applied_at: datetime.datetime
    area: str

    @property
    def begun_at(self) -> datetime.datetime:
        """What was saved before this had been saved when the ledger was planned."""
        return self.applied_at - _LONGEST_SAVE


def known_rows(
    rows: Sequence[ReadRow], *, territory: Territory, choices: LedgerChoices
) -> KnownRows:
    """The rows that the last ledger of the area had as well, each with the child that it spoke of."""
    earlier = _earlier(rows)
    if earlier is None:
        return KnownRows({})
    kept = LedgerRow.objects.filter(batch=earlier.key).exclude(digest="").order_by()
    children = kept.values("record_id")
    touched = touched_since(earlier.begun_at, children, but_by=_seen_by(earlier))
    open_ones = Child.objects.filter(
        pk__in=children, status=ChildStatus.OPEN, archived_date=None
    ).order_by()
    region_of = dict(open_ones.values_list("id", "region_id").iterator())
    record_of = dict(kept.values_list("digest", "record_id").iterator())
    child_of = {
        place: child
        for place, child in _found_among(record_of, rows, territory, choices)
        if child not in touched and region_of.get(child) == rows[place].values["region"].id
    }
    return KnownRows(child_of)


def _earlier(rows: Sequence[ReadRow]) -> _Earlier | None:
    """The last applied ledger of the rows' area that is about as long: neither twice as long nor half."""
    area = common_path(row.values["region"].path for row in rows if "region" in row.values)
    if not area:
        return None
    applied = _around(area).filter(status=BatchStatus.APPLIED, undoes=None).order_by("-id")
    counts = F("created_count") + F("updated_count") + F("unchanged_count")
    last = applied.annotate(count=counts).values_list("pk", "applied_at", "region__path", "count")
    for key, at, path, count in last[:_LAST]:
        if at and len(rows) < 2 * count < 4 * len(rows):
            return _Earlier(key, at, path)
    return None


def _around(area: str) -> QuerySet[LedgerBatch]:
    """The ledgers of children that wait for each other's turn with one of this area (locking.py)."""
    above = [area[:end] for end in range(PATH_STEP, len(area), PATH_STEP)]
    return LedgerBatch.objects.filter(
        Q(**path_range("region__path", area)) | Q(region__path__in=above), collection="children"
    )


def _seen_by(earlier: _Earlier) -> list[int]:
    """The ledgers whose changes that one had before it, and itself."""
    seen = _around(earlier.area).filter(
        applied_at__gte=earlier.begun_at, applied_at__lte=earlier.applied_at
    )
    return list(seen.values_list("pk", flat=True))


def _found_among(
    record_of: dict[str, int | None],
    rows: Sequence[ReadRow],
    territory: Territory,
    choices: LedgerChoices,
) -> Iterator[tuple[int, int]]:
    """The places of the rows that the earlier ledger had word for word, and of whom they spoke. Uses up `record_of`."""
    digest_of = digester()
    for place, row in enumerate(rows):
        values = row.values
        if (
            "id_number" in values
            and not row.has_errors
            and territory.covers(values["region"].path)
            and row_key(row.sheet, row.row) not in choices.rows
        ):
            # A second row that says the same is planned: it is told that it stands there twice.
            child = record_of.pop(digest_of(as_json(values)), None)
            if child is not None:
                yield place, child
