"""Records put into groups by their fields: the ways to do it, the headings of a table, the figures of a summary."""

from datasets.queries.grouping.fields import (
    date_fields,
    ordering_fields,
    photo_fields,
    summable,
)
from datasets.queries.grouping.headings import Heading
from datasets.queries.grouping.summaries import ALL, Figure, Summary, summary_of
from datasets.queries.grouping.tables import GROUP, Group, grouped, groups_of
from datasets.queries.grouping.ways import Way, way_of, ways_of

__all__ = [
    "ALL",
    "GROUP",
    "Figure",
    "Group",
    "Heading",
    "Summary",
    "Way",
    "date_fields",
    "grouped",
    "groups_of",
    "ordering_fields",
    "photo_fields",
    "summable",
    "summary_of",
    "way_of",
    "ways_of",
]
