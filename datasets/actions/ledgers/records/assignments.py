"""Who bears which duty where: one assignment of a duty to an agency in a region runs at a time."""

from collections.abc import Iterator
from typing import Any

from datasets.actions.ledgers.records.references import agencies_named, duties_named
from datasets.actions.ledgers.records.rules import Fault, Key, RecordRules, Taken, Values
from datasets.models import DutyAssignment
from datasets.queries.records import Target


def _complete(said: Values, _taken: Taken) -> Iterator[tuple[str, Any, str]]:
    """A duty lies on an agency in the agency's own region unless the row says another."""
    agency = said.get("agency")
    if "region" not in said and isinstance(agency, Target) and agency.place:
        yield "region", agency.place, ""


def _faults(after: Values) -> Iterator[Fault]:
    since, until = after.get("since_date"), after.get("until_date")
    if since and until and until < since:
        yield "until_date", "ends_before_start", {}


ASSIGNMENTS = RecordRules(
    model=DutyAssignment,
    fields=("duty", "agency", "region", "part", "since_date", "until_date", "officer"),
    naming="duty",
    keys=(
        Key(("duty", "agency", "region"), is_unique=True),
        Key(("duty", "agency"), unless="region"),
    ),
    references={"agency": agencies_named, "duty": duties_named},
    written_by={"agency": ("code", "name"), "duty": ("code", "text")},
    is_past=lambda values: values.get("until_date") is not None,
    complete=_complete,
    faults=_faults,
)
