"""Where the demo families live: real villages of twelve townships of both cities."""

from dataclasses import dataclass

from datasets.seeds.regions import REGIONS_FILE, read_regions
from datasets.standards.region_names import region_key

XUXIAKE = "320281104"
TOWNS = (
    XUXIAKE, "320281102", "320281103", "320281107", "320281110", "320281112",  # 江阴市
    "410103015", "410103100", "410122102", "410122103", "410182110", "410184101",  # 郑州市
)  # fmt: skip
VILLAGES_OF_TOWN = 8


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    town: str
    county: str

    @property
    def is_in_jiangyin(self) -> bool:
        return self.code.startswith("320281")

    @property
    def address(self) -> str:
        return f"{self.county}{self.town}{region_key(self.name)}"


def demo_villages() -> list[Village]:
    """Up to eight villages of each township, in order of their codes."""
    rows = {row.code: row for row in read_regions(REGIONS_FILE)}
    villages: list[Village] = []
    for town in TOWNS:
        below = sorted(code for code, row in rows.items() if row.parent == town)
        villages += [
            Village(code, rows[code].name, rows[town].name, rows[rows[town].parent].name)
            for code in below[:VILLAGES_OF_TOWN]
        ]
    return villages
