"""What happens to a child's record as a whole."""

import datetime

from datasets.access import Actor
from datasets.actions.records import change_record
from datasets.choices import ChildStatus, ClosingReason
from datasets.models import Child


def close_child(
    *,
    child: Child,
    closing_reason: ClosingReason,
    closed_date: datetime.date,
    by: Actor,
    reason: str,
) -> None:
    """Close the record. Raises NotPermitted, ValidationError."""
    change_record(
        record=child,
        values={
            "status": ChildStatus.CLOSED,
            "closing_reason": closing_reason,
            "closed_date": closed_date,
        },
        by=by,
        reason=reason,
    )


def reopen_child(*, child: Child, by: Actor, reason: str) -> None:
    """Open a closed record again. Raises NotPermitted, and ValidationError where the ID number is open elsewhere."""
    change_record(
        record=child,
        values={"status": ChildStatus.OPEN, "closing_reason": "", "closed_date": None},
        by=by,
        reason=reason,
    )
