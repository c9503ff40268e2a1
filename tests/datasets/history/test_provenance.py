"""Where each field came from: the ledger row that set the value it has now."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.dispatch import change
from datasets.history.bulk import Origin, Write, update_rows
from datasets.history.provenance import field_sources
from datasets.models import Child, LedgerBatch
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(system: Actor) -> Child:
    return make_child(XUXIAKE_VILLAGE, school="旧小学")


def a_batch(system: Actor, name: str, **values: Any) -> LedgerBatch:
    return LedgerBatch.objects.create(
        collection="children", file=ContentFile(b"x", name), file_name=name, file_size=1,
        uploaded_by=system.user, uploaded_at=timezone.now(), **values,
    )  # fmt: skip


def by_ledger(child: Child, batch: LedgerBatch, row: int, **values: Any) -> None:
    child.refresh_from_db()
    origin = Origin(batch.uploaded_by_id, timezone.now(), "台账", batch.pk)
    then = [child.school, child.grade]
    names = ["school", "grade"]
    write = Write(
        child.pk, tuple(values.get(n, v) for n, v in zip(names, then, strict=True)), "花名册", row
    )
    update_rows(Child, names, [write], origin=origin)


def told(child: Child) -> dict[str, tuple[str, int]]:
    sources = field_sources(child)
    return {name: (source.batch.file_name, source.row) for name, source in sources.items()}


def test_what_a_form_set_has_no_source(child: Child) -> None:
    assert told(child) == {}


def test_each_field_comes_from_the_row_that_set_it_last(child: Child, system: Actor) -> None:
    first, second = a_batch(system, "一月.xlsx"), a_batch(system, "二月.xlsx")
    by_ledger(child, first, 3, school="甲校", grade="一年级")
    by_ledger(child, second, 7, school="乙校")
    assert told(child) == {"school": ("二月.xlsx", 7), "grade": ("一月.xlsx", 3)}
    source = field_sources(child)["grade"]
    written = child.history.get(ledger_batch_id=first.pk).history_date
    assert (source.sheet, source.at) == ("花名册", written)


def test_a_form_takes_the_field_over(child: Child, system: Actor) -> None:
    by_ledger(child, a_batch(system, "一月.xlsx"), 3, school="甲校", grade="一年级")
    child.refresh_from_db()
    change(child, values={"school": "三小"}, by=system, reason="核实")
    assert told(child) == {"grade": ("一月.xlsx", 3)}


def test_what_an_undoing_set_back_comes_from_where_it_came_from(
    child: Child, system: Actor
) -> None:
    first, second = a_batch(system, "一月.xlsx"), a_batch(system, "二月.xlsx")
    by_ledger(child, first, 3, school="甲校")
    by_ledger(child, second, 7, school="乙校", grade="二年级")
    by_ledger(child, a_batch(system, "撤销", undoes=second), 7, school="甲校", grade="")
    assert told(child) == {"school": ("一月.xlsx", 3)}


def test_one_query_tells_all(child: Child, system: Actor, django_assert_num_queries: Any) -> None:
    for number in range(3):
        batch = a_batch(system, f"{number}.xlsx")
        by_ledger(child, batch, 3, school=f"{number}小")
    with django_assert_num_queries(1):
        field_sources(child)
