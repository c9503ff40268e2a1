"""保存为视图: the pages of a view, new or changed; and the way to be rid of it."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from datasets.access.views import user_can_change_view, views_in_sight
from datasets.actions.records import NotPermitted
from datasets.actions.views import change_view, delete_view, save_view
from datasets.admin.pages import RecordPage
from datasets.admin.views.asking import GROUPED, WHERE, Question
from datasets.admin.views.forms import ViewForm, values_of
from datasets.choices import AccessVerb
from datasets.models import SavedView
from datasets.queries.conditions import UnanswerableCondition, sentence_of


class ViewPage(RecordPage, WMABaseView):
    """For whoever may see the collection's list."""

    template_name = "datasets/views/form.html"
    here = gettext_lazy("视图")

    def check_action_permitted(self, user: Any) -> bool:
        is_permitted = self.actor.may("view", self.model)
        if not is_permitted:
            self.request.visit.refuses(AccessVerb.LIST, self.model)
        return is_permitted

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.request = request
        if not self.check_action_permitted(request.user):
            raise PermissionDenied
        if not self.model.collection_name:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def form(self, data: Any = None) -> ViewForm:
        return ViewForm(data, model=self.model, by=self.actor, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        return {}

    @property
    def condition(self) -> Any:
        raise NotImplementedError

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=self.form()))

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if form.is_valid():
            try:
                view = self.write(form)
            except (ValidationError, NotPermitted) as refusal:
                form.show_refusal(refusal)
            else:
                messages.success(request, _("已保存视图“%(view)s”。") % {"view": view})
                return redirect(f"{self.index_url}?view={view.pk}")
        return self.render_to_response(self.get_context_data(form=form))

    def write(self, form: ViewForm) -> SavedView:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        try:
            sentence = sentence_of(self.model, self.condition, by=self.actor)
        except UnanswerableCondition as refusal:
            sentence = str(refusal)
        return super().get_context_data(
            sentence=sentence, where=self.request.GET.getlist(WHERE), icon="list-ul", **kwargs
        )


class AddViewPage(ViewPage):
    """Of what the list showed: its view and its conditions together."""

    here = gettext_lazy("保存为视图")

    @cached_property
    def question(self) -> Question:
        return Question(self.model, self.request.GET, self.actor)

    @property
    def condition(self) -> Any:
        told = self.question.conditions
        return {"all": told} if len(told) > 1 else (told[0] if told else {})

    def initial(self) -> dict[str, Any]:
        view = self.question.view
        asked = {"by": self.request.GET[GROUPED]} if GROUPED in self.request.GET else {}
        return {**(values_of(view) if view else {}), **asked}

    def write(self, form: ViewForm) -> SavedView:
        return save_view(
            collection=self.model.collection_name,
            values={**form.values(), "condition": self.condition},
            by=self.actor,
            reason=_("保存视图"),
        )


class ChangeViewPage(ViewPage):
    @cached_property
    def saved(self) -> SavedView:
        found = views_in_sight(self.actor).filter(collection=self.model.collection_name)
        view = found.filter(pk=self.kwargs["view_key"]).first()
        if view is None or not user_can_change_view(self.actor, view):
            raise Http404
        return view

    @property
    def condition(self) -> Any:
        return self.saved.condition

    def initial(self) -> dict[str, Any]:
        return values_of(self.saved)

    def write(self, form: ViewForm) -> SavedView:
        change_view(view=self.saved, values=form.values(), by=self.actor, reason=_("修改视图"))
        return self.saved

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") != "delete":
            return super().post(request, *args, **kwargs)
        name = str(self.saved)
        delete_view(view=self.saved, by=self.actor, reason=_("删除视图"))
        messages.success(request, _("已删除视图“%(view)s”。") % {"view": name})
        return redirect(self.index_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(saved=self.saved, **kwargs)
