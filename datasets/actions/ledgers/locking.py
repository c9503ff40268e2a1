"""Ledgers that overlap follow each other; those of different areas are written side by side."""

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from datasets.actions.ledgers.progress import Progress, nobody_follows
from datasets.choices import JobStep
from datasets.models.regions import PATH_STEP

# The first of the two numbers that name an area's lock; the second is the region's key, 0 for the country.
_AREA_LOCK = 5_104_402
_COUNTRY = 0
#: Whoever waits looks so often whether it is still to go on.
_PATIENCE = "2s"
_LOCK_NOT_AVAILABLE = "55P03"


def wait_for_turn(path: str, *, progress: Progress = nobody_follows) -> None:
    """Keep other ledgers out of the area of this path until the transaction ends ("" is the country).

    The area is held alone, each one above it together with others that lie in it: a ledger of the county and
    one of its township follow each other, those of two townships do not. From the top down, so that no two
    wait for each other. SQLite's IMMEDIATE transaction has the whole database to itself already.
    """
    if connection.vendor != "postgresql":
        return
    steps = [path[end - PATH_STEP : end] for end in range(PATH_STEP, len(path) + 1, PATH_STEP)]
    *above, own = [_COUNTRY, *map(int, steps)]
    for key in above:
        _take("_shared", key, progress)
    _take("", own, progress)


def _take(kind: str, key: int, progress: Progress) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_try_advisory_xact_lock{kind}(%s, %s)", [_AREA_LOCK, key])
        is_mine = cursor.fetchone()[0]
        while not is_mine:
            progress(JobStep.TURN)
            is_mine = _wait(cursor, kind, key)


def _wait(cursor: CursorWrapper, kind: str, key: int) -> bool:
    try:
        with transaction.atomic():
            cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            cursor.execute(f"SELECT pg_advisory_xact_lock{kind}(%s, %s)", [_AREA_LOCK, key])
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _LOCK_NOT_AVAILABLE:
            raise
        return False
    return True
