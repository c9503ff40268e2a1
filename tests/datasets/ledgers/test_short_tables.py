"""Tables of two columns, as offices publish them: the code and the name, the office and its telephone."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.ledgers.pipeline import preview, read_ledger
from tests.conftest import TODAY
from tests.spreadsheets import xlsx

pytestmark = pytest.mark.django_db


def planned(collection: str, *rows: list[Any]) -> list[tuple[str, dict[str, Any]]]:
    by = Actor.system(today=TODAY)
    reading = read_ledger(xlsx(*rows), "表.xlsx", collection=collection, by=by)
    return [(row.action.value, row.read.values) for row in preview(reading, by=by).rows]


def test_the_statistical_offices_list_of_codes() -> None:
    (town, known, new) = planned(
        "regions",
        ["2026年统计用区划代码"],
        ["统计用区划代码", "名称"],
        ["320281104000", "徐霞客镇"],
        ["320281104208", "　徐霞客村村委会"],
        ["320281104998", "　新设村民委员会"],
    )
    assert (town[0], known[0], new[0]) == ("unchanged", "unchanged", "create")


def test_offices_and_their_telephones_beside_each_other() -> None:
    rows = planned(
        "agencies",
        ["单位名称", "联系电话", "单位名称", "联系电话"],
        ["江阴市公安局", "110", "江阴市司法局", "12348"],
    )
    assert [values["public_phone"] for _action, values in rows] == ["110", "12348"]


def test_offices_and_what_they_owe() -> None:
    ((_action, values),) = planned(
        "duties",
        ["澄政办发〔2015〕77号职责分工表"],
        ["责任单位", "职责内容"],
        ["江阴市教育局", "控辍保学"],
    )
    assert (values["text"], values["agencies"]) == ("控辍保学", "江阴市教育局")
