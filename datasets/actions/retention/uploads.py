"""Files that were uploaded to be looked at first, and then forgotten: whole sheets of people, kept by no rule."""

import datetime
from typing import Any

from datasets.models.files import records_storage

#: Where they wait, in the records' storage.
FOLDER = "imports"
#: Nobody comes back to a preview of the day before; what is in use was saved anew.
_KEPT = datetime.timedelta(days=1)


def forget_uploads(*, now: datetime.datetime) -> int:
    """Delete those that nobody has confirmed or dropped in a day; returns how many."""
    storage: Any = records_storage()
    abandoned = [
        name
        for name in storage.names(f"{FOLDER}/")
        if storage.get_modified_time(name) < now - _KEPT
    ]
    for name in abandoned:
        storage.delete(name)
    return len(abandoned)
