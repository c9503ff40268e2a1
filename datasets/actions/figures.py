"""Publishing the month's figures."""

import datetime

from datasets.models import FigureRelease
from datasets.statistics.releases import tables_to_publish


def figures_of_month(*, today: datetime.date) -> FigureRelease:
    """The figures of this month, counted by whoever asks first and the same for everybody after.

    An empty register is not released: a city that begins in the middle of a month would have said
    "none" until its end. What is returned then is not kept.
    """
    month = today.replace(day=1)
    released = FigureRelease.objects.filter(month=month).first()
    if released is not None:
        return released
    tables, children = tables_to_publish(today=today)
    if not children:
        return FigureRelease(month=month, counted_date=today, tables=tables)
    released, _made = FigureRelease.objects.get_or_create(
        month=month, defaults={"counted_date": today, "tables": tables}
    )
    return released
