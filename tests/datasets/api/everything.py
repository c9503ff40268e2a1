"""A collection with a field of every type, as a tester of the interface would define it."""

from typing import Any

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.dispatch import create
from datasets.custom.loading import made_model
from tests.conftest import XUXIAKE_VILLAGE, region

CHOICES = {"choices": [["a", "甲"], ["b", "乙"]]}
FIELDS: list[dict[str, Any]] = [
    {"code": "name", "label": "名称", "kind": "text", "is_required": True, "is_key": True},
    {"code": "story", "label": "经过", "kind": "long_text"},
    {"code": "count", "label": "件数", "kind": "integer", "help_text": "一共多少件"},
    {"code": "weight", "label": "重量", "kind": "decimal", "options": {"unit": "公斤", "places": 3}},
    {"code": "worth", "label": "价值", "kind": "money"},
    {"code": "given_date", "label": "捐赠日期", "kind": "date"},
    {"code": "arrived", "label": "送达时间", "kind": "datetime"},
    {"code": "is_new", "label": "全新", "kind": "yes_no"},
    {"code": "state", "label": "状态", "kind": "choice", "options": CHOICES},
    {"code": "uses", "label": "用途", "kind": "choices", "options": CHOICES},
    {"code": "giver", "label": "捐赠人", "kind": "person_name"},
    {"code": "giver_number", "label": "捐赠人证件", "kind": "id_number", "group": "identity"},
    {"code": "phone", "label": "电话", "kind": "phone", "group": "contact"},
    {"code": "place", "label": "存放地址", "kind": "address", "group": "contact"},
    {"code": "origin", "label": "来自", "kind": "region"},
    {"code": "through", "label": "经手机构", "kind": "agency"},
    {"code": "child", "label": "受助儿童", "kind": "relation", "options": {"target": "children"}},
    {"code": "receipt", "label": "收据", "kind": "file"},
    {"code": "photo", "label": "照片", "kind": "photo"},
    {"code": "worries", "label": "顾虑", "kind": "choices", "group": "health", "options": CHOICES},
    {"code": "income", "label": "收入", "kind": "money", "group": "misfortune"},
    {"code": "heard", "label": "开庭时间", "kind": "datetime", "group": "judicial"},
    # Called as the interface calls something of its own.
    {"code": "sort", "label": "分类", "kind": "text"},
    {"code": "number", "label": "序号", "kind": "integer"},
]  # fmt: skip


def define_gifts(by: Actor) -> Any:
    """捐赠物资: the model."""
    define_collection(
        values={"code": "gifts", "label": "捐赠物资", "title": "name"},
        fields=FIELDS,
        by=by,
        reason="慈善会的账",
    )
    return made_model("gifts")


def make_gift(by: Actor, **values: Any) -> Any:
    told = {"region": region(XUXIAKE_VILLAGE), "name": "棉衣", **values}
    return create(made_model("gifts"), values=told, by=by, reason="登记")
