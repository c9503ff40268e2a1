"""Any collection that somebody may define goes out as a sheet and comes into an empty one of the same fields."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from datasets.access import Actor
from datasets.actions.definitions.collections import define_collection
from datasets.actions.dispatch import create
from datasets.actions.ledgers.batches import apply_upload
from datasets.custom.loading import made_model
from datasets.ledgers.pipeline import read_ledger
from datasets.models import Agency, Region
from datasets.resources import export_to_file
from tests.conftest import XUXIAKE_VILLAGE, region
from tests.datasets.api.calling import program_of
from tests.datasets.custom.types.every_kind import KINDS, VALUES, is_canonical

pytestmark = pytest.mark.django_db

_OPTIONS = dict(KINDS.values())
#: What a record may point to: a place among the first of them.
_POINTING: Mapping[str, Any] = {"agency": Agency, "region": Region}
_VALUES = {**VALUES, **dict.fromkeys(_POINTING, st.integers(0, 20))}
#: Some are also what every ledger calls its own columns.
_LABELS = (
    "电话",
    "日期",
    "金额（元）",
    "备注",
    "村",
    "地区",
    "序号",
    "数量",
    "是否党员",
    "负责人 姓名",
)


@dataclass(frozen=True)
class Defined:
    has_region: bool
    #: Label → type and group.
    fields: Mapping[str, tuple[str, str]]
    #: Of each record, label → value.
    records: list[dict[str, Any]]


@st.composite
def _collections(draw: st.DrawFn) -> Defined:
    labels = draw(st.lists(st.sampled_from(_LABELS), min_size=2, max_size=6, unique=True))
    kinds = st.tuples(st.sampled_from(sorted(_VALUES)), st.sampled_from(["basic", "health"]))
    fields = {label: draw(kinds) for label in labels}
    each = {label: _VALUES[kind] for label, (kind, _group) in fields.items()}
    records = st.lists(st.fixed_dictionaries({}, optional=each), min_size=1, max_size=3)
    return Defined(draw(st.booleans()), fields, draw(records))


def defined(code: str, told: Defined, by: Actor) -> Any:
    fields: list[dict[str, Any]] = [
        {"code": "name", "label": "名称", "kind": "text", "is_required": True, "is_key": True}
    ]
    fields += [
        {
            "code": f"f{place}", "label": label, "kind": kind, "group": group,
            "options": _OPTIONS.get(kind, {}),
        }
        for place, (label, (kind, group)) in enumerate(told.fields.items())
    ]  # fmt: skip
    values = {"code": code, "label": code, "title": "name", "has_region": told.has_region}
    define_collection(values=values, fields=fields, by=by, reason="试")
    return made_model(code)


def record_in(model: Any, told: Defined, number: int, by: Actor) -> None:
    values: dict[str, Any] = {"name": f"第{number}个"}
    if told.has_region:
        values["region"] = region(XUXIAKE_VILLAGE)
    for place, label in enumerate(told.fields):
        value = told.records[number].get(label)
        if target := _POINTING.get(told.fields[label][0]):
            value = None if value is None else target.objects.order_by("pk")[value]
        if value is not None and is_canonical(model, f"f{place}", value):
            values[f"f{place}"] = value
    create(model, values=values, by=by, reason="登记")


def test_what_goes_out_of_one_comes_into_its_twin_the_same(
    boss: Any, records_root: Path, tmp_path: Path
) -> None:
    by = Actor.of(boss)
    codes = (f"twin{number}" for number in itertools.count())

    def told_by_program(code: str) -> list[dict[str, Any]]:
        items = program_of(boss).get(f"collections/{code}/").json()["items"]
        own = ("id", "version", "meta", "links")
        return sorted(
            ({name: value for name, value in one.items() if name not in own} for one in items),
            key=lambda one: one["name"],
        )

    @settings(
        max_examples=4,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        phases=[Phase.explicit, Phase.generate],
    )
    @given(told=_collections())
    def every_example(told: Defined) -> None:
        first, second = next(codes), next(codes)
        model, twin = defined(first, told, by), defined(second, told, by)
        for number in range(len(told.records)):
            record_in(model, told, number, by)
        path = tmp_path / f"{first}.xlsx"
        export_to_file(first, path, by=by)
        reading = read_ledger(path.read_bytes(), path.name, collection=second, by=by)
        _batch, plan = apply_upload(upload=reading.upload, rows=reading.rows, by=by)
        assert {row.action for row in plan.rows} == {"create"}, [row.issues for row in plan.rows]
        names = ["name", *(["region"] if told.has_region else []), *_codes(told)]
        assert [*twin.objects.order_by("name").values_list(*names)] == [
            *model.objects.order_by("name").values_list(*names)
        ]
        assert told_by_program(first) == told_by_program(second) != []

    every_example()


def _codes(told: Defined) -> list[str]:
    return [f"f{place}" for place in range(len(told.fields))]
