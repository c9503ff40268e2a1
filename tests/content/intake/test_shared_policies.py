"""Both real policies against what people read in them (datasets/seeds); printed, and held from below.

The seeds condense the text and name bodies that a clause only implies: agency and clause are compared, and
of the seeds only those duties whose clause says in so many words who bears it.
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from content.intake.document import Document
from content.intake.reading import read_document
from tests.content.intake.reading import SHARED, headings

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the policies lie beside the project")

SEEDS = Path(__file__).resolve().parents[3] / "datasets" / "seeds"
FILES = {"zhengzhou-2014-10": "zhengzhou-2014-10.txt", "jiangyin-2015-77": "jiangyin-2015-77.txt"}


@cache
def read(policy: str) -> Document:
    return read_document((SHARED / FILES[policy]).read_bytes())


@cache
def seeded(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def shares(found: set[str], truth: set[str], what: str) -> tuple[float, float]:
    """Precision and recall, printed."""
    hit = len(found & truth)
    precision, recall = hit / len(found), hit / len(truth)
    print(  # noqa: T201 - read with pytest -s
        f"{what}: precision {precision:.2f}, recall {recall:.2f} ({hit} of {len(truth)})"
    )
    return precision, recall


def by_name(clauses: Iterable[str]) -> set[str]:
    """七·市公安局 and the like: the paragraphs of agencies."""
    return {clause for clause in clauses if "·" in clause}


@pytest.mark.parametrize("policy", FILES)
def test_each_agency_of_the_duty_table_is_found_at_its_clause(policy: str) -> None:
    truth = by_name(one["clause"] for one in seeded("duties") if one["policy_code"] == policy)
    found = by_name(duty.clause for duty in read(policy).duties)
    precision, recall = shares(found, truth, f"{policy} agencies")
    assert min(precision, recall) >= 0.9


@pytest.mark.parametrize("policy", FILES)
def test_the_duties_of_each_agency_are_about_as_many(policy: str) -> None:
    """One of ours holds one or several of the seeds', which part a sentence further."""
    for clause in by_name(
        one["clause"] for one in seeded("duties") if one["policy_code"] == policy
    ):
        truth = sum(
            one["clause"] == clause for one in seeded("duties") if one["policy_code"] == policy
        )
        texts = {duty.text for duty in read(policy).duties if duty.clause == clause}
        assert 0 < len(texts) <= truth + 2, clause


@pytest.mark.parametrize("policy", FILES)
def test_the_clauses_that_people_cite_are_sections(policy: str) -> None:
    truth = {
        one["clause"].split("·")[0] for one in seeded("duties") if one["policy_code"] == policy
    }
    found = {section.clause or section.mark for section in read(policy).walk()}
    _precision, recall = shares(found, truth, f"{policy} clauses")
    assert recall == 1


def test_the_leading_group_of_zhengzhou_is_complete() -> None:
    parts = {"leader": "组长", "deputy": "副组长", "member": "成员"}
    truth = {
        f"{parts[one['part']]} {one['post']}"
        for one in seeded("leading_group_members")
        if one["group_code"] == "zhengzhou-leading-group"
    }
    members = read("zhengzhou-2014-10").members
    found = {f"{one.post} {one.title}".replace("局長", "局长") for one in members}
    assert shares(found, truth, "members") == (1, 1)
    assert all(one.name for one in members)


def test_head_matter_and_citations_of_both() -> None:
    for policy in seeded("policies"):
        if policy["code"] in FILES:
            head = read(policy["code"]).head
            assert head.title == policy["title"]
            assert head.number == policy["number"]
            assert head.issuers == [policy["issuer"]]
            assert str(head.issued) == policy["issued_date"]
    cited = [one for code in FILES for one in read(code).citations]
    assert {one.title for one in cited if not one.number} == {"民法通则"}
    assert {one.number for one in cited if one.number} == {
        "民函〔2013〕143号",
        "苏政办发〔2014〕113号",
        "苏民电〔2015〕33号",
        "锡委办发〔2015〕37号",
    }


def test_the_phases_of_zhengzhou_are_sections_with_their_dates() -> None:
    assert "（四）总结深化阶段（2015年9月—2015年12月）" in headings(read("zhengzhou-2014-10"))
