"""What a cell of a sheet may hold, as the programs that read files give it."""

import datetime

Cell = (
    str
    | float
    | int
    | bool
    | datetime.date
    | datetime.datetime
    | datetime.time
    | datetime.timedelta
    | None
)
