"""What the pages about definitions share: who may open them, what they are about, how a refusal comes back."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.actions.records import NotPermitted
from datasets.admin.forms import show_refusal
from datasets.admin.own_pages import OwnPage
from datasets.models import CollectionDefinition, FieldDefinition
from datasets.queries.definitions import Collection, collection_called

Crumb = dict[str, str]


class DefinitionsPage(OwnPage):
    """For whoever may view definitions; what may be done with them `require` says."""

    model = CollectionDefinition
    #: What the header shows beside its title.
    icon = "table"

    def require(self, verb: str, model: type[Model]) -> None:
        """Raises PermissionDenied, of which the access log is told."""
        if not self.actor.may(verb, model):
            self.visit.refuses(self.logged_as, model)
            raise PermissionDenied

    def collection(self, code: str) -> Collection:
        """Raises Http404."""
        found = collection_called(code)
        if found is None:
            self.visit.refuses(self.logged_as, CollectionDefinition)
            raise Http404
        self._tell(CollectionDefinition, [found.definition.pk] if found.definition else [])
        return found

    def own_collection(self, code: str) -> CollectionDefinition:
        """One of one's own. Raises Http404."""
        definition = self.collection(code).definition
        if definition is None:
            raise Http404
        return definition

    def field(self, pk: int) -> FieldDefinition:
        """Raises Http404."""
        found = FieldDefinition.objects.filter(pk=pk).first()
        if found is None:
            self.visit.refuses(self.logged_as, FieldDefinition, [pk])
            raise Http404
        self._tell(FieldDefinition, [pk])
        return found

    def _tell(self, model: type[Model], keys: list[int]) -> None:
        """Once a request, however often the page asks for the row."""
        if (model, *keys) not in self._told:
            self._told.add((model, *keys))
            self.visit.shows(self.logged_as, model, keys)

    @cached_property
    def _told(self) -> set[Any]:
        return set()

    def show(self, *crumbs: Crumb, status: int = 200, **told: Any) -> HttpResponse:
        """The page; it may not be kept: what is defined changes."""
        may = {
            f"user_may_{verb}_{name}": self.actor.may(verb, model)
            for name, model in (("collection", CollectionDefinition), ("field", FieldDefinition))
            for verb in ("add", "change")
        }
        trail = _trail(crumbs)
        context = {"icon_name": self.icon, "breadcrumbs": trail, "heading": trail[-1]["label"]}
        return self.render_to_response({**context, **may, **told}, status=status)


class WritingPage(DefinitionsPage):
    """A page that is one form. What the action refuses comes back beside the field it names."""

    template_name = "datasets/definitions/form.html"
    writes: ClassVar[tuple[str, type[Model]]]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if self.actor.may(self.verb, self.model):
            self.require(*self.writes)
        return super().dispatch(request, *args, **kwargs)

    def answer(self, form: Any) -> HttpResponse:
        """The page around the form."""
        raise NotImplementedError

    def written(self, form: Any) -> HttpResponse:
        """The page after `write`; the form again where it was refused."""
        if form.is_valid():
            try:
                said, address = self.write(form)
            except (ValidationError, NotPermitted) as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(self.request, said)
                return redirect(address)
        answer = self.answer(form)
        answer.status_code = 422
        return answer

    def write(self, form: Any) -> tuple[str, str]:
        """Call the action; returns what to tell, and where to go."""
        raise NotImplementedError


class Act(DefinitionsPage):
    """One press of a button; `reason` says why."""

    http_method_names = ["post"]

    def acted(self, address: str, act: Any, said: str) -> HttpResponse:
        try:
            act()
        except (ValidationError, NotPermitted) as refusal:
            whole = getattr(refusal, "messages", None) or [str(refusal)]
            messages.error(self.request, " ".join(whole))
        else:
            messages.success(self.request, said)
        return redirect(address)

    @property
    def reason(self) -> str:
        return str(self.request.POST.get("reason", "")).strip()[:200]


def _trail(crumbs: Sequence[Crumb]) -> list[Crumb]:
    home = {"url": reverse("definitions"), "label": _("数据集和字段")}
    *above, (last) = [home, *crumbs]
    return [*above, {**last, "url": ""}]


def crumb_of(collection: Collection) -> Crumb:
    return {
        "url": reverse("definitions_collection", args=[collection.code]),
        "label": collection.label,
    }


def here(label: str) -> Crumb:
    return {"url": "", "label": label}
