"""What the readers need to know of the register and of the day."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from datasets.ledgers.agency_sections import AgencyLine
from datasets.matching.places import RegionFinder


@dataclass(frozen=True)
class Vocabulary:
    """Plain data: category words (as compared, readers/words.py) to codes, and the regions that the ledger names.

    `taught`: field → word → code, as somebody said it of this ledger; "" for "leave out".
    """

    today: datetime.date
    categories: Mapping[str, str]
    regions: RegionFinder
    taught: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: What the lines among the rows say of agencies.
    agency_lines: Mapping[str, AgencyLine] = field(default_factory=dict)
    #: Whether the file's days count from 1904 (sheets.py).
    counts_from_1904: bool = False
