"""What a county might note of a child in collections and fields of its own: words that have to go with the child."""

from typing import Any

from datasets.access import Actor
from datasets.access.roles import CountyDesk, TownshipClerk
from datasets.actions.definitions.collections import define_collection
from datasets.actions.definitions.fields import archive_field, define_field
from datasets.actions.dispatch import change, create
from datasets.actions.ledgers.batches import apply_upload
from datasets.custom.loading import made_model
from datasets.ledgers.pipeline import read_ledger
from datasets.models import Child, FieldDefinition
from tests.spreadsheets import xlsx

WORDS = ("自建甲", "自建乙", "自建丙", "自建丁", "自建戊", "自建己")
ALL = ["view", "add", "change", "delete", "export", "import"]
FIELDS: list[dict[str, Any]] = [
    {"code": "subject", "label": "事由", "kind": "text", "is_required": True, "is_key": True},
    {"code": "child", "label": "儿童", "kind": "relation", "options": {"target": "children"}},
    {"code": "told", "label": "所说", "kind": "long_text", "group": "misfortune"},
    {"code": "met", "label": "见面时间", "kind": "datetime"},
    {"code": "is_home", "label": "在家", "kind": "yes_no"},
    {"code": "old", "label": "旧栏", "kind": "text"},
]  # fmt: skip


def leave_traces(child: Child, by: Actor) -> Any:
    """Fields of the child, one out of use; a visit from a form with a past, one from a ledger. Returns the former."""
    for code in ("x_note", "x_gone"):
        values = {"code": code, "label": code, "kind": "text", "group": "health"}
        define_field(collection="children", values=values, by=by, reason="县里要")
    told = {"x_note": WORDS[0], "x_gone": WORDS[1]}
    change(child, values=told, by=by, reason="补录")
    define_collection(
        values={
            "code": "visits", "label": "自己的走访", "title": "subject",
            "grants": {TownshipClerk.name: ALL, CountyDesk.name: ALL},
        },
        fields=FIELDS, by=by, reason="走访",
    )  # fmt: skip
    values = {
        "region": child.region, "subject": WORDS[2], "child": child, "told": WORDS[3], "old": WORDS[4],
        "met": "2019-01-02T03:04:05+08:00", "is_home": True,
    }  # fmt: skip
    visit = create(made_model("visits"), values=values, by=by, reason="走访")
    rows = [["村（社区）", "事由", "儿童"], [child.region.name, WORDS[5], str(child.pk)]]
    reading = read_ledger(xlsx(*rows), "走访.xlsx", collection="visits", by=by)
    _batch, plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
    assert [row.action for row in plan.rows] == ["create"], plan.rows[0].issues
    for field in FieldDefinition.objects.filter(code__in=("x_gone", "old")):
        archive_field(field=field, by=by, reason="不用了")
    return visit
