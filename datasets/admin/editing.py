"""Create, edit and delete: the form is read, one action is called, nothing is saved here."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from datasets.actions.dispatch import change, create, delete
from datasets.actions.records import NotPermitted, RecordInUse, latest_version
from datasets.admin.forms import RecordForm
from datasets.admin.pages import RecordPage
from datasets.models import Record


class WritingPage(RecordPage):
    """A form whose valid content goes to an action; what the action refuses comes back into the form."""

    def write(self, form: RecordForm) -> tuple[Record, str]:
        """Call the action; returns the record as written and what to tell the clerk."""
        raise NotImplementedError

    def form_valid(self, form: RecordForm) -> HttpResponse:
        view: Any = self
        try:
            record, message = self.write(form)
        except (ValidationError, NotPermitted) as refusal:
            form.show_refusal(refusal)
            return view.form_invalid(form)
        messages.success(view.request, message)
        return redirect(view.url_helper.get_action_url("inspect", record.pk))

    def get_error_message(self) -> str:
        return _("没有保存，请改正下面标出的内容。")


class RecordCreateView(WritingPage, CreateView):
    here = gettext_lazy("新增")

    def get_initial(self) -> dict[str, Any]:
        """What is suggested stands in the empty form; when that comes back it must count as chosen."""
        initial: dict[str, Any] = super().get_initial()
        return {**initial, **self.suggested()} if self.request.method == "GET" else initial

    def suggested(self) -> dict[str, Any]:
        """Whoever works in one village need not choose it."""
        if self.model.region_lookup != "region":
            return {}
        return {"region": self.actor.area("add", self.model).only_region()}

    def write(self, form: RecordForm) -> tuple[Record, str]:
        record = self.created(form, reason=form.cleaned_data["reason"] or _("表单录入"))
        return record, _("已新增%(kind)s“%(record)s”。") % self._named(record)

    def created(self, form: Any, *, reason: str) -> Record:
        """Call the action. Raises as it does."""
        said: dict[str, Any] = {"values": form.values_in(), "owned": form.owned_in()}
        made: Record = create(self.model, **said, by=self.actor, reason=reason)
        return made

    def _named(self, record: Record) -> dict[str, Any]:
        return {"kind": self.verbose_name, "record": record}


class RecordEditView(WritingPage, EditView):
    here = gettext_lazy("编辑")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "_seen_version": latest_version(self.instance)}

    def write(self, form: RecordForm) -> tuple[Record, str]:
        changed = self.changed(form, reason=form.cleaned_data["reason"] or _("表单修改"))
        message = _("已保存“%(record)s”的修改。") if changed else _("“%(record)s”没有改动。")
        return self.instance, message % {"record": self.instance}

    def changed(self, form: Any, *, reason: str) -> bool:
        """Call the action; whether anything differed. Raises as it does."""
        said: dict[str, Any] = {"values": form.values_in(), "owned": form.owned_in()}
        seen = form.cleaned_data["_seen_version"]
        return bool(change(self.instance, **said, by=self.actor, reason=reason, seen_version=seen))


class RecordDeleteView(RecordPage, DeleteView):
    here = gettext_lazy("删除")

    def confirmation_message(self) -> str:
        return _("确定删除%(kind)s“%(record)s”吗？删除后它的历史仍然保留。") % {
            "kind": self.verbose_name,
            "record": self.instance,
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "").strip()[:200] or _("表单删除")
        try:
            delete(self.instance, by=self.actor, reason=reason)
        except RecordInUse as refusal:
            return self.render_to_response(self.get_context_data(refusal=refusal.messages[0]))
        except NotPermitted as refusal:
            return self.render_to_response(self.get_context_data(refusal=str(refusal)))
        messages.success(request, _("已删除“%(record)s”。") % {"record": self.instance})
        return redirect(self.index_url)
