"""Of a person made nameless no undone bulk change says any more why the record could not return."""

import pytest
from django.utils import timezone

from datasets.access import Actor
from datasets.actions.retention.anonymising import anonymise_children
from datasets.history.bulk import Origin
from datasets.models import BulkChange
from tests.conftest import XUXIAKE_VILLAGE
from tests.factories import make_child

pytestmark = pytest.mark.django_db


def test_the_lines_of_those_made_nameless_go_and_the_others_stay(system: Actor) -> None:
    gone, stays = (make_child(XUXIAKE_VILLAGE, name=name) for name in ("甲", "乙"))
    told = {"collection": "children", "field": "grade", "author": system.user, "at": timezone.now()}
    done = BulkChange.objects.create(**told)
    kept = [[gone.pk, "“甲”不能这样填"], [stays.pk, "“乙”不能这样填"]]
    undoing = BulkChange.objects.create(**told, undoes=done, kept=kept)
    origin = Origin(author_id=system.user.pk, at=timezone.now(), reason="到期")
    anonymise_children([gone.pk], origin=origin)
    undoing.refresh_from_db()
    assert undoing.kept == kept[1:]
