"""What a change of a field would do, shown before it is done; and what a change of type left over."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _

from datasets.actions.definitions.converting import earlier_specs
from datasets.actions.definitions.effects import Effects, effects_of, values_as_of
from datasets.actions.definitions.leftovers import leftovers
from datasets.admin.definitions.pages import DefinitionsPage, crumb_of, here
from datasets.choices import AccessVerb
from datasets.custom.types.links import models_by_collection
from datasets.models import FieldDefinition

if TYPE_CHECKING:
    from datasets.admin.definitions.pages import WritingPage as _Page
else:
    _Page = object


class TellsEffects(_Page):
    """Of the form that changes a field: what matters to the records is read before it is done."""

    template_name = "datasets/definitions/field_change.html"
    effects: Effects | None = None
    #: By which the form tells for which values the effects were read.
    read_for = ""

    def written(self, form: Any) -> HttpResponse:
        if form.is_valid() and self._is_to_be_read(form):
            return self.answer(form)
        return super().written(form)

    def show(self, *crumbs: Any, **told: Any) -> HttpResponse:
        field = self.field(self.kwargs["pk"])
        more: dict[str, Any] = {
            "effects": self.effects,
            "read_for": self.read_for,
            "has_earlier": bool(earlier_specs(field)),
        }
        return super().show(*crumbs, **more, **told)

    def _is_to_be_read(self, form: Any) -> bool:
        values, posted = form.values(), self.request.POST
        self.read_for = hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:16]
        if posted.get("read_for") == self.read_for and "effects" not in posted:
            return False
        field = self.field(self.kwargs["pk"])
        try:
            self.effects = effects_of(field, values, by=self.actor)
        except ValidationError:
            return False  # saving says it, beside the field
        tell_of(self, field, self.effects)
        return "effects" in posted or self.effects.matters


class EffectsPage(DefinitionsPage):
    """Of putting a field out of use or, with `?at=` the moment of a version, of going back to that."""

    template_name = "datasets/definitions/effects.html"
    http_method_names = ["get"]

    def get(self, request: Any, pk: int) -> HttpResponse:
        self.require("change", FieldDefinition)
        field = self.field(pk)
        told = request.GET.get("at", "")
        values: dict[str, Any] = {"archived_date": self.actor.today}
        if told:
            at = _moment(told)
            if at is None:
                return HttpResponseBadRequest()
            values = values_as_of(field, at)
        effects = effects_of(field, values, by=self.actor)
        tell_of(self, field, effects)
        heading = _("恢复会怎样") if told else _("停用会怎样")
        return self.show(
            crumb_of(self.collection(field.collection)),
            here(heading),
            field=field,
            effects=effects,
            at=told,
        )


class LeftoversPage(DefinitionsPage):
    """What stood in a field before its type changed, of the records in which nothing stands since."""

    template_name = "datasets/definitions/leftovers.html"
    http_method_names = ["get"]

    def get(self, request: Any, pk: int) -> HttpResponse:
        self.require("change", FieldDefinition)
        field = self.field(pk)
        left = leftovers(field, by=self.actor)
        keys = [one.key for one in left.told]
        self.visit.shows(AccessVerb.VIEW, models_by_collection()[field.collection], keys)
        return self.show(
            crumb_of(self.collection(field.collection)),
            here(_("没有转换过来的内容")),
            field=field,
            left=left,
        )


def tell_of(page: Any, field: FieldDefinition, effects: Effects) -> None:
    """The access log: whose contents the page shows."""
    keys = [one.key for one in (*effects.left.told, *effects.outside.told)]
    if keys:
        page.visit.shows(AccessVerb.VIEW, models_by_collection()[field.collection], keys)


def _moment(text: str) -> Any:
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return at if at and is_aware(at) else None
