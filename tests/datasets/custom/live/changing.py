"""Who changes definitions on the screens while others work, and looks whether every process has heard of it."""

import time
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from datasets.models import CollectionDefinition, FieldDefinition
from tests.datasets.custom.live.browsing import Visitor
from tests.datasets.custom.live.people import CREATE
from tests.datasets.custom.live.register import Register

_TRIES = 20
_PAUSE = 0.2


def changes(register: Register, chief: Visitor, clerk: Visitor) -> Iterator[None]:
    """One after the other, each at one of the web processes; after it both show it at the next request."""
    by = _Chief(register, chief, clerk)
    yield by.add("homes", "text", "另外", "extra")
    yield by.shows("extra")
    yield by.change("company", label="所在单位")
    yield by.shows("company", "所在单位")
    yield by.change("years", kind="integer")
    yield by.shows("years", 'type="number"')
    yield by.press("definitions_archive_field", by.pk("company"))
    yield by.shows("company", there=False)
    yield by.add("agencies", "text", "微信", "x_wechat")
    yield by.press("definitions_take_field_up", by.pk("company"))
    yield by.shows("company")
    yield by.send(reverse("definitions_new"), label="爱心超市", code="shops", first_label="名称")
    yield by.answers("/admin/made/shops/", 200)
    yield by.press("definitions_archive", "homes")
    yield by.answers(CREATE, 404)
    yield by.press("definitions_take_up", "homes")
    yield by.shows("mark")
    yield by.change("years", kind="text")
    yield by.add("agencies", "text", "微博", "x_weibo")


class _Chief:
    def __init__(self, register: Register, chief: Visitor, clerk: Visitor) -> None:
        self.register, self.chief, self.clerk = register, chief, clerk

    def add(self, collection: str, kind: str, label: str, code: str) -> None:
        address = reverse("definitions_new_field", args=[collection])
        self.send(f"{address}?kind={kind}", kind=kind, label=label, code=code)

    def change(self, code: str, **values: str) -> None:
        self.send(reverse("definitions_field", args=[self.pk(code)]), **values)

    def send(self, path: str, **values: str) -> None:
        """A form, again where its effects are to be read first or somebody writes just now."""
        here, _there = self.register.two_ports()
        page = self.chief.get(here, path)
        for _try in range(_TRIES):
            form = page.form("label")
            for name, value in values.items():
                form.fields[name] = value
            page = self.chief.send(here, path, form)
            if page.status == 302:
                return
            time.sleep(_PAUSE)
        raise AssertionError(page.text)

    def press(self, name: str, of: Any) -> None:
        """A button, again where somebody writes just now."""
        here, _there = self.register.two_ports()
        for _try in range(_TRIES):
            self.chief.post(
                here, reverse(name, args=[of]), b"", "application/x-www-form-urlencoded"
            )
            if self._is_archived(of) == ("archive" in name):
                return
            time.sleep(_PAUSE)
        raise AssertionError(name)

    @staticmethod
    def _is_archived(of: Any) -> bool:
        if isinstance(of, int):
            return bool(FieldDefinition.objects.get(pk=of).archived_date)
        return bool(CollectionDefinition.objects.get(code=of).archived_date)

    def shows(self, code: str, words: str = "", *, there: bool = True) -> None:
        for port in self.register.ports:
            page = self.clerk.get(port, CREATE)
            assert (code in page.form("_seen_fields").fields) == there
            assert words in page.text

    def answers(self, path: str, status: int) -> None:
        for port in self.register.ports:
            assert self.clerk.get(port, path).status == status

    def pk(self, code: str) -> int:
        return FieldDefinition.objects.get(code=code).pk
