"""Both policies: their structure and duties as facts, the text condensed in our own words.

The sections of each stand in a table of its own beside this module, `<slug>.csv`.
"""

import csv
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class FirstSection(NamedTuple):
    level: str
    label: str
    heading: str
    text: str


class FirstCitation(NamedTuple):
    """`code` is that of a policy in the collections, which has its number and title; laws have none."""

    kind: str
    code: str = ""
    title: str = ""


class FirstPolicy(NamedTuple):
    """`code` is that of the policy in the collections, which has its number, issuer and date."""

    code: str
    title: str
    slug: str
    summary: str
    topics: tuple[str, ...]
    citations: tuple[FirstCitation, ...]

    def sections(self) -> list[FirstSection]:
        with (FOLDER / f"{self.slug}.csv").open(encoding="utf-8", newline="") as file:
            return [FirstSection(**row) for row in csv.DictReader(file)]


POLICIES = (
    FirstPolicy(
        code="zhengzhou-2014-10",
        title="郑州市困境未成年人社会保护试点工作实施方案",
        slug="zhengzhou-2014-10",
        summary="郑州在四个县区先试点、再推开，村、乡镇、县区三级接力，十几个部门各有分工。",
        topics=("困境未成年人", "社会保护", "试点"),
        citations=(FirstCitation("based_on", code="mca-2013-143"),),
    ),
    FirstPolicy(
        code="jiangyin-2015-77",
        title="江阴市关于做好困境未成年人社会保护工作的意见",
        slug="jiangyin-2015-77",
        summary="江阴把困境未成年人分为五类，从预防到处置五步联动，并从生活到精神给予七方面保护。",
        topics=("困境未成年人", "社会保护", "分类保障"),
        citations=(
            FirstCitation("based_on", code="jiangsu-2014-113"),
            FirstCitation("based_on", code="jiangsu-civil-affairs-2015-33"),
            FirstCitation("based_on", code="wuxi-2015-37"),
            FirstCitation("cites", title="中华人民共和国民法通则"),
        ),
    ),
)
