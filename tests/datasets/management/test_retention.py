"""manage.py retention: the same two people, from a shell."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from datasets.models import AccessEntry, Child, RetentionRun
from tests.conftest import XUXIAKE_VILLAGE
from tests.datasets.actions.retention.people import a_rule, closed
from tests.factories import make_child

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records_root")]


def told(*words: Any) -> str:
    out = StringIO()
    call_command("retention", *map(str, words), stdout=out)
    return out.getvalue()


def refused(*words: Any) -> str:
    error = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("retention", *map(str, words), stderr=error)
    assert left.value.code == 2
    return error.getvalue()


def test_from_the_preview_to_the_certificate(city_desk: Any, supervisor: Any) -> None:
    child = make_child(XUXIAKE_VILLAGE, name="欧阳旧事")
    closed(child)
    rule = a_rule()
    city, county = ("--as", city_desk.username), ("--as", supervisor.username)

    assert "到期 1 条。没有改动任何内容。" in told("preview", rule.pk, "archive", *city)
    assert "没有规则 999" in refused("preview", 999, "archive", *city)
    assert "没有名为" in refused("list", "--as", "nobody")
    told("propose", rule.pk, "archive", "--region", "320281", *city)
    run = RetentionRun.objects.get()
    assert "提出的人不能自己批准" in refused("approve", run.pk, *city)
    assert "不能这样操作" in refused("run", run.pk, *county)
    told("approve", run.pk, *county)
    assert f"处理 {run.pk} 已完成" in told("run", run.pk, *county)
    assert Child.objects.get(pk=child.pk).archived_date is not None
    certificate = json.loads(told("certificate", run.pk, "--format", "json", *county))
    assert certificate["count"] == certificate["done.child"] == 1
    assert "已执行" in told("list", *county)
    assert AccessEntry.objects.filter(verb="retention", username=supervisor.username).count() == 4
