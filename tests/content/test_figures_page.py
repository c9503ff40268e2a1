"""The page of the figures: each with its definition and its day, none too small."""

from typing import Any

import pytest
from django.core.management import call_command

from datasets.access import Actor
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


def test_no_figure_is_told_of_an_empty_register(client: Any) -> None:
    text = client.get("/figures/").content.decode()
    assert "<rect" not in text
    assert "南闸街道" in text


def test_the_figures_go_out_as_csv_and_json(client: Any) -> None:
    assert client.get("/figures/csv/").content.decode().startswith("\ufeff统计日期,")
    document = client.get("/figures/json/").json()
    assert {table["region"]["name"] for table in document["tables"]} == {"郑州市", "江阴市"}
    assert document["definition"]
