"""A collection with a field of every kind, and rows with a value of every sort in each of them."""

import datetime
from decimal import Decimal
from itertools import zip_longest
from typing import Any

import pytest

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.custom.loading import made_model
from datasets.models import Region
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE
from tests.datasets.custom.volunteers import GRANTS

FIELDS: list[dict[str, Any]] = [
    {"code": "word", "label": "文字", "kind": "text"},
    {"code": "count", "label": "件数", "kind": "integer"},
    {"code": "weight", "label": "重量", "kind": "decimal"},
    {"code": "born", "label": "出生日期", "kind": "date"},
    {"code": "moment", "label": "时刻", "kind": "datetime"},
    {"code": "is_new", "label": "新的", "kind": "yes_no"},
    {
        "code": "colour", "label": "颜色", "kind": "choice",
        "options": {"choices": [["red", "红"], ["blue", "蓝"], ["green", "绿"]]},
    },
    {
        "code": "uses", "label": "用途", "kind": "choices",
        "options": {"choices": [["a", "甲"], ["b", "乙"], ["ab", "丙"]]},
    },
    {"code": "place", "label": "存放地", "kind": "region"},
    {"code": "secret", "label": "秘密", "kind": "text", "group": "health"},
    {"code": "number", "label": "身份证号", "kind": "id_number", "group": "identity"},
]  # fmt: skip

WORDS = [None, "", "徐霞客", "霞客", "Abc", "aBcD", "100%", "_x", "\\", "客徐"]
COUNTS = [None, 0, -1, 1, 7, 10**15 - 1]
WEIGHTS = [None, Decimal(0), Decimal("1.10"), Decimal("-2.55"), Decimal("99999.99")]
DAYS = [
    None,
    *(TODAY + datetime.timedelta(days=days) for days in (-400, -31, -30, -29, -1, 0, 1, 30, 31)),
]
BIRTHS = [
    datetime.date(2008, 2, 29),
    datetime.date(2008, 11, 20),
    datetime.date(2008, 11, 21),
    datetime.date(2009, 1, 19),
]
USES = [None, ("a",), ("b",), ("ab",), ("a", "ab"), ("a", "b", "ab")]
_EIGHT = datetime.timezone(datetime.timedelta(hours=8))


@pytest.fixture
def things(system: Actor) -> Any:
    define_collection(
        values={"code": "things", "label": "物资", "title": "word", "grants": GRANTS},
        fields=FIELDS,
        by=system,
        reason="测试",
    )
    model: Any = made_model("things")
    here = Region.objects.get(code=XUXIAKE_VILLAGE)
    places = [None, here, Region.objects.get(code=XUXIAKE), Region.objects.get(code=CHANGJING)]
    moments = [day and datetime.datetime(day.year, day.month, day.day, hour, 30, tzinfo=_EIGHT)
               for day in DAYS for hour in (0, 23)]  # fmt: skip
    columns = zip_longest(
        WORDS, COUNTS, WEIGHTS, [*DAYS, *BIRTHS], moments, [None, True, False],
        [None, "", "red", "blue"], USES, places,
    )  # fmt: skip
    names = ("word", "count", "weight", "born", "moment", "is_new", "colour", "uses", "place")
    model.objects.bulk_create(
        model(region=here, **dict(zip(names, values, strict=True))) for values in columns
    )
    return model
