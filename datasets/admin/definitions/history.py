"""What became of a collection's definition and its fields': when, who, why, and the way back."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from datasets.actions.restore import restore_version
from datasets.admin.definitions.collection_form import VERB_WORDS
from datasets.admin.definitions.options import said
from datasets.admin.definitions.pages import Act, DefinitionsPage, crumb_of, here
from datasets.choices import AccessVerb
from datasets.custom.types import TYPES
from datasets.history.timeline import Entry, Words, timeline
from datasets.models import CollectionDefinition, Record
from datasets.queries.definitions import fields_of


@dataclass(frozen=True)
class Told:
    """An entry with what it is about, and what it takes to have it undone."""

    entry: Entry
    of: Record
    which: str
    #: What stands now came of it.
    is_latest: bool
    #: The moment of the version to go back to: its own, of the latest the one before; None of what was made last.
    back_to: datetime.datetime | None


class DefinitionHistory(DefinitionsPage):
    template_name = "datasets/definitions/history.html"
    http_method_names = ["get"]
    logged_as = AccessVerb.HISTORY

    def get(self, request: Any, code: str) -> HttpResponse:
        collection = self.collection(code)
        about: list[Record] = [one for half in fields_of(code) for one in half]
        if collection.definition:
            about.append(collection.definition)
        told = [line for one in about for line in self._lines(one)]
        told.sort(key=lambda line: line.entry.at, reverse=True)
        return self.show(crumb_of(collection), here(_("历史")), collection=collection, lines=told)

    def _lines(self, of: Record) -> Sequence[Told]:
        which = "collection" if isinstance(of, CollectionDefinition) else "field"
        entries = timeline(of, to=self.actor, words=WORDS)
        moments = [entry.at for entry in entries]
        back = [*moments[1:2], *moments[1:]] if moments[1:] else [None]
        return [
            Told(entry, of, which, place == 0, at)
            for place, (entry, at) in enumerate(zip(entries, back, strict=True))
        ]


class RestoreDefinition(Act):
    """Takes `at`, the moment of the version that shall come back."""

    def post(self, request: Any, which: str, pk: int) -> HttpResponse:
        of: Any = self.field(pk) if which == "field" else self.row(pk)
        self.require("change", type(of))
        try:
            at = parse_datetime(request.POST.get("at", ""))
        except ValueError:
            at = None
        if at is None or not is_aware(at):
            return HttpResponseBadRequest()
        code = of.collection if which == "field" else of.code
        return self.acted(
            reverse("definitions_history", args=[code]),
            lambda: restore_version(record=of, at=at, by=self.actor),
            _("已恢复“%(label)s”。") % {"label": of},
        )

    def acted(self, address: str, act: Any, said: str) -> HttpResponse:
        def with_reason() -> None:
            try:
                act()
            except ValidationError as refusal:
                why = " ".join(refusal.messages)
                raise ValidationError(_("没有恢复：%(why)s") % {"why": why}) from refusal

        return super().acted(address, with_reason, said)


def _grants_said(grants: Any) -> str:
    return "；".join(
        _("%(role)s：%(verbs)s")
        % {"role": role, "verbs": "、".join(str(VERB_WORDS[verb]) for verb in verbs)}
        for role, verbs in (grants or {}).items()
    )


def condition_said(told: Any) -> str:
    """When a field is asked for, in one line."""
    if not told:
        return ""
    code, values = told
    return _("“%(field)s”是：%(values)s") % {"field": code, "values": "、".join(values)}


def _kind_said(code: Any) -> str:
    return str(TYPES[code].label) if code in TYPES else str(code or "")


def _nothing(_value: Any) -> str:
    """Of what tells a reader nothing: where it lies, and which of them it is."""
    return ""


WORDS: Words = {
    "options": lambda value: said(value or {}),
    "grants": _grants_said,
    "shown_when": condition_said,
    "kind": _kind_said,
    **dict.fromkeys(("collection", "column", "position"), _nothing),
    **dict.fromkeys(
        ("is_required", "is_unique", "is_key", "in_list", "is_filterable", "has_region"),
        lambda value: _("是") if value else "",
    ),
}
