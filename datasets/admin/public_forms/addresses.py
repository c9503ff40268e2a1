"""The addresses of 网上填表, and their places in the menu."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.admin.public_forms.forms import FormsPage, PublicFormPage
from datasets.admin.public_forms.inbox import AnswerPage, InboxPage, collections_to_take_in
from datasets.custom.loading import catalogue
from datasets.models import FormAnswer, PublicForm


class FormsMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return Actor.of(request.user).may("view", PublicForm)


class InboxMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        actor = Actor.of(request.user)
        made = catalogue().collections.keys()
        return actor.may("view", FormAnswer) and bool(made & {*collections_to_take_in(actor)})


def public_form_urls() -> list[URLPattern]:
    return [
        path("public-forms/", FormsPage.as_view(), name="public_forms"),
        path(
            "public-forms/new/<slug:collection>/", PublicFormPage.as_view(), name="public_form_new"
        ),
        path("public-forms/<int:pk>/", PublicFormPage.as_view(), name="public_form_edit"),
        path("public-forms/inbox/", InboxPage.as_view(), name="form_inbox"),
        path("public-forms/inbox/<int:pk>/", AnswerPage.as_view(), name="form_answer"),
    ]


def public_forms_menu_item() -> MenuItem:
    return FormsMenuItem(
        _("网上填表"), reverse("public_forms"), name="public-forms", icon_name="form", order=900
    )


def inbox_menu_item() -> MenuItem:
    return InboxMenuItem(
        _("收到的表"), reverse("form_inbox"), name="form-inbox", icon_name="mail", order=910
    )


def public_form_permissions() -> QuerySet[Permission]:
    """What a city grants in the groups' editor."""
    return Permission.objects.filter(
        content_type__app_label="datasets", content_type__model__in=("publicform", "formanswer")
    )
