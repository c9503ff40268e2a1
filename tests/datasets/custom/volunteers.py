"""A collection as a women's federation would define it."""

from typing import Any

import pytest

from datasets.access import Actor
from datasets.access.roles import CountyDesk, TownshipClerk, VillageWorker
from datasets.actions.definitions.collections import define_collection
from datasets.custom.loading import made_model

ALL = ["view", "add", "change", "delete", "export", "import"]
GRANTS = {TownshipClerk.name: ALL, CountyDesk.name: ALL, VillageWorker.name: ["view", "add"]}

FIELDS: list[dict[str, Any]] = [
    {"code": "name", "label": "姓名", "kind": "person_name", "is_required": True, "is_key": True},
    {"code": "phone", "label": "电话", "kind": "phone", "group": "contact", "aliases": "联系电话 手机"},
    {"code": "joined_date", "label": "加入日期", "kind": "date", "is_filterable": True},
    {
        "code": "skills", "label": "特长", "kind": "choices",
        "options": {"choices": [["math", "数学"], ["music", "音乐"]]},
    },
    {"code": "hours", "label": "服务时长", "kind": "decimal", "options": {"unit": "小时", "least": 0}},
]  # fmt: skip


@pytest.fixture
def volunteers(system: Actor) -> Any:
    define_collection(
        values={"code": "volunteers", "label": "志愿者", "title": "name", "grants": GRANTS},
        fields=FIELDS,
        by=system,
        reason="妇联的名册",
    )
    return made_model("volunteers")
