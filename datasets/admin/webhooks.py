"""推送通知: which other systems are told of what, and what became of each message."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.signals import page_published, page_unpublished

from datasets.access import Actor
from datasets.actions.webhooks import (
    change_webhook,
    delete_webhook,
    make_webhook,
    send_again,
    try_webhook,
)
from datasets.audit.chain import Access
from datasets.choices import AccessVerb
from datasets.models import Webhook, WebhookDelivery
from datasets.webhooks.events import Event, announce_page
from datasets.workers import start_workers

_DELIVERIES_SHOWN = 100


class WebhookForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    url = forms.URLField(
        label=gettext_lazy("接收地址"),
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy("以 https:// 开头。内部网络的地址要管理员先在设置里允许。"),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("通知哪些事"),
        choices=[choice for choice in Event.choices if choice[0] != Event.PING],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请选择要通知的事件。")},
    )


class ActiveWebhookForm(WebhookForm):
    is_active = forms.BooleanField(label=gettext_lazy("启用"), required=False)


class WebhookPage(TemplateResponseMixin, View):
    """For whoever may see the webhooks; what may be done with them, the actions judge."""

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.actor.may("view", Webhook):
            request.visit.refuses(AccessVerb.OTHER, Webhook, filter(None, [kwargs.get("pk")]))
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def hook(self, pk: int) -> Webhook:
        found = Webhook.objects.filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def log(self, hook_id: int, purpose: str) -> None:
        entry = Access(AccessVerb.OTHER, "webhook", [hook_id], purpose=purpose)
        self.request.visit.notes(entry)  # type: ignore[attr-defined]

    def page(self, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        response = self.render_to_response(context, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response


class Webhooks(WebhookPage):
    """All of them, and the form for another. Its secret is shown in this one answer."""

    template_name = "datasets/webhooks/index.html"

    def get(self, request: Any) -> HttpResponse:
        return self._page(form=WebhookForm())

    def post(self, request: Any) -> HttpResponse:
        form = WebhookForm(request.POST)
        if not form.is_valid():
            return self._page(form=form, status=422)
        try:
            hook, secret = make_webhook(by=self.actor, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(form=form, status=422)
        self.log(hook.pk, _("新建 %(url)s") % {"url": hook.url})
        return self._page(form=WebhookForm(), made=hook, secret=secret)

    def _page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        crumbs = [{"url": "", "label": _("推送通知")}]
        return self.page(
            {
                "hooks": Webhook.objects.all(),
                "user_can_add": self.actor.may("add", Webhook),
                "breadcrumbs": crumbs,
                **more,
            },
            status=status,
        )


class OneWebhook(WebhookPage):
    """Its settings, and the log of what was sent."""

    template_name = "datasets/webhooks/one.html"

    def get(self, request: Any, pk: int) -> HttpResponse:
        start_workers()
        hook = self.hook(pk)
        told = {name: getattr(hook, name) for name in ("name", "url", "events", "is_active")}
        return self._page(hook, ActiveWebhookForm(initial=told))

    def post(self, request: Any, pk: int) -> HttpResponse:
        hook = self.hook(pk)
        form = ActiveWebhookForm(request.POST)
        if not form.is_valid():
            return self._page(hook, form, status=422)
        try:
            change_webhook(hook=hook, by=self.actor, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self._page(self.hook(pk), form, status=422)
        self.log(pk, _("修改 %(url)s") % {"url": hook.url})
        messages.success(request, _("已保存。"))
        return redirect("webhook", pk=pk)

    def _page(self, hook: Webhook, form: forms.Form, *, status: int = 200) -> HttpResponse:
        crumbs = [
            {"url": reverse("webhooks"), "label": _("推送通知")},
            {"url": "", "label": hook.name},
        ]
        context = {
            "hook": hook,
            "form": form,
            "deliveries": hook.deliveries.all()[:_DELIVERIES_SHOWN],
            "breadcrumbs": crumbs,
        }
        return self.page(context, status=status)


class WebhookAct(WebhookPage):
    http_method_names = ["post"]


class DeleteWebhook(WebhookAct):
    def post(self, request: Any, pk: int) -> HttpResponse:
        hook = self.hook(pk)
        self.log(pk, _("删除 %(url)s") % {"url": hook.url})
        delete_webhook(hook=hook, by=self.actor)
        messages.success(request, _("已删除推送通知“%(name)s”。") % {"name": hook.name})
        return redirect("webhooks")


class TryWebhook(WebhookAct):
    def post(self, request: Any, pk: int) -> HttpResponse:
        try_webhook(hook=self.hook(pk), by=self.actor)
        messages.success(request, _("已发出一条试发消息，过几秒刷新本页看结果。"))
        return redirect("webhook", pk=pk)


class SendAgain(WebhookAct):
    def post(self, request: Any, pk: int) -> HttpResponse:
        found = WebhookDelivery.objects.filter(pk=pk).first()
        if found is None:
            raise Http404
        send_again(delivery=found, by=self.actor)
        return redirect("webhook", pk=found.webhook_id)


def watch_pages() -> None:
    """Wagtail tells of publication by signals only: a scheduled one has no request."""
    page_published.connect(_published, dispatch_uid="webhooks")
    page_unpublished.connect(_unpublished, dispatch_uid="webhooks")


def _published(sender: Any, instance: Any, **_rest: Any) -> None:
    announce_page(Event.PAGE_PUBLISHED, instance)


def _unpublished(sender: Any, instance: Any, **_rest: Any) -> None:
    announce_page(Event.PAGE_UNPUBLISHED, instance)


class WebhookMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return Actor.of(request.user).may("view", Webhook)


def webhook_urls() -> list[URLPattern]:
    return [
        path("webhooks/", Webhooks.as_view(), name="webhooks"),
        path("webhooks/<int:pk>/", OneWebhook.as_view(), name="webhook"),
        path("webhooks/<int:pk>/delete/", DeleteWebhook.as_view(), name="webhook_delete"),
        path("webhooks/<int:pk>/try/", TryWebhook.as_view(), name="webhook_try"),
        path("webhooks/deliveries/<int:pk>/again/", SendAgain.as_view(), name="webhook_again"),
    ]


def webhook_menu_item() -> MenuItem:
    return WebhookMenuItem(
        gettext_lazy("推送通知"), reverse("webhooks"), icon_name="mail", order=710
    )
