"""Galleries: the photos of any collection, before those who see them."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from datasets.access import Actor
from datasets.access.roles import CityDesk
from datasets.actions.definitions.fields import define_field
from datasets.actions.dispatch import create
from datasets.actions.views import save_view
from datasets.choices import ViewKind
from datasets.models import SavedView
from tests.conftest import CHANGJING, XUXIAKE_VILLAGE, region
from tests.datasets.admin.test_photos import camera_picture
from tests.datasets.custom.volunteers import volunteers

__all__ = ["volunteers"]
pytestmark = pytest.mark.django_db


def test_a_gallery_shows_the_photos_of_any_collection_to_those_who_see_them(
    volunteers: Any, system: Actor, clerk: Any, city_desk: Any, client: Any, records_root: Any
) -> None:
    for code, group in (("face", "identity"), ("work", "basic")):
        values = {"code": code, "label": code, "kind": "photo", "group": group}
        define_field(collection="volunteers", values=values, by=system, reason="要存")
    known = Group.objects.get(name=CityDesk.name)
    known.permissions.add(Permission.objects.get(codename="view_made_volunteers"))
    values = {"name": "张三", "region": region(XUXIAKE_VILLAGE)}
    files = {name: ContentFile(camera_picture(), f"{name}.jpg") for name in ("face", "work")}
    record = create(volunteers, values={**values, **files}, by=system, reason="登记")
    create(volunteers, values={**values, "name": "李四"}, by=system, reason="登记")
    other = {**values, "name": "王五", "region": region(CHANGJING), **files}
    unseen = create(volunteers, values=other, by=system, reason="登记")
    face, first, work = (
        save_view(
            collection="volunteers",
            values={"name": "图", "kind": ViewKind.GALLERY, "grouping": told, "scope": "everyone"},
            by=system,
            reason="试",
        )
        for told in ({"photo": "face"}, {}, {"photo": "work"})
    )
    index = reverse("made", args=["volunteers/"])

    def pictures(view: SavedView) -> list[str]:
        content = client.get(index, {"view": view.pk}).content.decode()
        return re.findall(r'<img src="([^"]+)"', content.partition("hutong-cards")[2])

    address = reverse("made", args=[f"volunteers/file/{record.pk}/"])
    client.force_login(clerk)
    assert pictures(face) == pictures(first) == [f"{address}?field=face"]
    assert pictures(work) == [f"{address}?field=work"]
    assert client.get(pictures(face)[0]).status_code == 200
    elsewhere = reverse("made", args=[f"volunteers/file/{unseen.pk}/"])
    assert client.get(f"{elsewhere}?field=face").status_code == 404
    client.force_login(city_desk)
    assert pictures(face) == []
    assert len(pictures(first)) == len(pictures(work)) == 2
    assert client.get(f"{address}?field=face").status_code == 302


def test_a_view_names_only_photos_that_its_maker_sees(volunteers: Any, clerk: Any) -> None:
    with pytest.raises(ValidationError, match="请选择一个字段"):
        save_view(
            collection="volunteers",
            values={"name": "图", "kind": ViewKind.GALLERY, "grouping": {"photo": "name"}},
            by=Actor.of(clerk),
            reason="试",
        )
