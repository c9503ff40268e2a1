"""接口令牌: what programs log in with, issued and revoked; an account for a program."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.base import TemplateResponseMixin
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from datasets.access import Actor
from datasets.actions.tokens import (
    LONGEST_DAYS,
    issue_token,
    make_program_account,
    revoke_token,
    token_holders,
    tokens_of,
)
from datasets.audit.chain import Access
from datasets.choices import AccessVerb
from datasets.models import AccessToken
from datasets.models.posts import name_of_user
from datasets.resources.scopes import known_scope, label_of_scope, scope_rows

_MOST_SHOWN = 200
_USUAL_DAYS = 90


class AccountField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{name_of_user(obj)}（{obj.get_username()}）"


class TokenForm(forms.Form):
    user = AccountField(label=gettext_lazy("账号"), queryset=None, empty_label=None)
    name = forms.CharField(
        label=gettext_lazy("用途"),
        max_length=60,
        help_text=gettext_lazy("写明给哪个系统、做什么用，如“医院信息系统每日同步”。"),
    )
    expires_date = forms.DateField(
        label=gettext_lazy("有效期至"), widget=forms.DateInput(attrs={"type": "date"})
    )
    scope = forms.MultipleChoiceField(
        label=gettext_lazy("范围"),
        error_messages={"required": gettext_lazy("请选择令牌可以用于哪些数据集。")},
    )

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        last = actor.today + datetime.timedelta(LONGEST_DAYS)
        usual = actor.today + datetime.timedelta(_USUAL_DAYS)
        initial = {"user": actor.user.pk, "expires_date": usual.isoformat()}
        options["initial"] = initial
        super().__init__(*args, **options)
        holders = token_holders(actor)
        user: Any = self.fields["user"]
        user.queryset = holders
        scope: Any = self.fields["scope"]
        scope.choices = [(word, word) for word in known_scope()]
        self.fields["expires_date"].widget.attrs["max"] = last.isoformat()
        self.rows = scope_rows(actor if holders.count() == 1 else None)


class AccountForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("账号"), max_length=150, validators=[UnicodeUsernameValidator()]
    )
    name = forms.CharField(label=gettext_lazy("系统名称"), max_length=60)


class TokenPage(TemplateResponseMixin, View):
    """The tokens that are the user's to revoke, and the form for another. A new one is shown in this one answer."""

    template_name = "datasets/tokens/index.html"

    @cached_property
    def actor(self) -> Actor:
        return Actor.of(self.request.user)

    def get(self, request: Any) -> HttpResponse:
        return self.page()

    def post(self, request: Any) -> HttpResponse:
        form = TokenForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.page(form=form, status=422)
        try:
            token, text = issue_token(known_scope=known_scope(), by=self.actor, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.page(form=form, status=422)
        _log(request, token, _("签发"))
        return self.page(issued=token, text=text)

    def page(self, *, status: int = 200, **more: Any) -> HttpResponse:
        tokens = tokens_of(self.actor).select_related("key__user", "issued_by")
        context = {
            "form": TokenForm(actor=self.actor),
            "account_form": AccountForm(),
            "user_can_make_accounts": _may_make_accounts(self.actor),
            "tokens": [ShownToken(token) for token in tokens[:_MOST_SHOWN]],
            "breadcrumbs": [{"url": "", "label": _("接口令牌")}],
        }
        response = self.render_to_response({**context, **more}, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response


class RevokeToken(View):
    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponse:
        actor = Actor.of(request.user)
        token = tokens_of(actor).select_related("key").filter(pk=pk).first()
        if token is None:
            request.visit.refuses(AccessVerb.OTHER, AccessToken, [pk])
            raise Http404
        revoke_token(token=token, by=actor)
        _log(request, token, _("撤销"))
        messages.success(request, _("已撤销令牌“%(name)s”，立即失效。") % {"name": token.key.name})
        return redirect("tokens")


class MakeProgramAccount(TokenPage):
    """An account that nobody logs in to; posts are given to it as to any other."""

    http_method_names = ["post"]

    def post(self, request: Any) -> HttpResponse:
        if not _may_make_accounts(self.actor):
            request.visit.refuses(AccessVerb.ROLE, get_user_model())
            raise PermissionDenied
        form = AccountForm(request.POST)
        if not form.is_valid():
            return self.page(account_form=form, status=422)
        try:
            account = make_program_account(by=self.actor, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, " ".join(refusal.messages))
            return self.page(account_form=form, status=422)
        request.visit.shows(AccessVerb.ROLE, type(account), [account.pk])
        messages.success(
            request,
            _("已新建程序账号“%(name)s”。请先在“任职”里给它角色和地区，再签发令牌。")
            % {"name": account.get_username()},
        )
        return redirect("tokens")


class ShownToken:
    """A token as its keeper reads it."""

    def __init__(self, token: AccessToken) -> None:
        self.token = token
        self.holder = name_of_user(token.key.user)
        self.scope = "、".join(map(label_of_scope, token.scope))
        self.is_live = token.is_live
        self.state = _state(token)


def _state(token: AccessToken) -> str:
    if token.key.revoked_at:
        return _("已撤销")
    return _("可用") if token.expires_at > timezone.now() else _("已过期")


def _may_make_accounts(actor: Actor) -> bool:
    return actor.is_unbound or bool(actor.user.has_perm("auth.add_user"))


def _log(request: Any, token: AccessToken, purpose: str) -> None:
    request.visit.notes(
        Access(AccessVerb.OTHER, "accesstoken", [token.pk], purpose=f"{purpose} {token.key.name}")
    )


class TokenMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return _may_make_accounts(Actor.of(request.user))


def token_urls() -> list[URLPattern]:
    return [
        path("tokens/", TokenPage.as_view(), name="tokens"),
        path("tokens/accounts/", MakeProgramAccount.as_view(), name="program_accounts"),
        path("tokens/<int:pk>/revoke/", RevokeToken.as_view(), name="revoke_token"),
    ]


def token_menu_item() -> MenuItem:
    return TokenMenuItem(gettext_lazy("接口令牌"), reverse("tokens"), icon_name="key", order=700)


def token_account_item(request: Any) -> dict[str, str]:
    return {
        "url": reverse("tokens"),
        "label": _("接口令牌"),
        "help_text": _("让另一个系统以您的身份读写您看得到的内容；可限定范围和期限，随时撤销。"),
    }
