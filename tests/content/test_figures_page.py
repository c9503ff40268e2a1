"""The page of the figures: each with its definition and its day, none too small."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command

from content.models import FiguresPage
from datasets.access import Actor
from datasets.public import public_figures
from datasets.statistics import releases
from tests.factories import make_child

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def pages(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("pages", verbosity=0)
    monkeypatch.setattr(releases, "SMALLEST_COUNT", 3)


def test_a_figure_has_a_bar_its_table_its_definition_and_its_day(
    client: Any, system: Actor
) -> None:
    for region in ("320281104208",) * 5 + ("320281110",) * 4:
        make_child(region, by=system, categories=("poverty",))
    text = client.get("/figures/").content.decode()
    assert "只计一次" in text
    assert "截至20" in text
    assert 'width="100.0%"' in text
    assert '<th scope="row">徐霞客镇</th>' in text
    assert "不公布" in text


def test_a_month_that_is_past_keeps_its_figures_and_its_address(client: Any, system: Actor) -> None:
    for _number in range(4):
        make_child("320281104208", by=system, categories=("poverty",))
    october = datetime.date(2026, 10, 1)
    public_figures(today=october)
    assert 'href="/figures/2026-10/"' in client.get("/figures/").content.decode()
    for _number in range(5):
        make_child("320281104208", by=system, categories=("poverty",))
    page = client.get("/figures/2026-10/")
    text = page.content.decode()
    assert "2026年10月的数字" in text
    assert "单位和职责" not in text
    tables = client.get("/figures/2026-10/json/").json()["tables"]
    assert {table["region"]["name"]: table["total"]["total"] for table in tables} == {
        "江阴市": 4,
        "郑州市": None,
    }
    assert client.get("/figures/2026-10/csv/")["Content-Disposition"].endswith(
        '"figures-2026-10.csv"'
    )
    addresses = [one["location"] for one in FiguresPage.objects.get().get_sitemap_urls()]
    assert "http://localhost/figures/2026-10/" in addresses


@pytest.mark.parametrize("address", ["2026-09/", "2026-13/", "2026-09/csv/", "2026-9/", "1999-01/"])
def test_a_month_without_figures_is_not_there(client: Any, address: str) -> None:
    assert client.get(f"/figures/{address}").status_code == 404


def test_no_figure_is_told_of_an_empty_register(client: Any) -> None:
    text = client.get("/figures/").content.decode()
    assert "<rect" not in text
    assert "南闸街道" in text


def test_the_figures_go_out_as_csv_and_json(client: Any) -> None:
    assert client.get("/figures/csv/").content.decode().startswith("\ufeff统计日期,")
    document = client.get("/figures/json/").json()
    assert {table["region"]["name"] for table in document["tables"]} == {"郑州市", "江阴市"}
    assert document["definition"]
