"""The gates' addresses, and what of them everybody finds on the account page."""

from typing import Any

from django import forms
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from datasets.actions.accounts import sign_out_everywhere
from datasets.admin.gates import sessions
from datasets.admin.gates.conduct import Conduct
from datasets.admin.gates.pages import GatePage
from datasets.admin.gates.passwords import FirstPassword
from datasets.admin.gates.second_factor import SecondFactor


class SignOutOthers(GatePage):
    """End every other session of the user."""

    template_name = "datasets/gates/sign_out_others.html"
    title = gettext_lazy("退出其他设备")
    form_class = forms.Form

    def passed(self, form: Any) -> None:
        sign_out_everywhere(user=self.request.user, at=timezone.now())
        sessions.begin_anew(self.request)
        messages.success(self.request, _("其他设备上的登录都已退出。"))


def gate_urls() -> list[URLPattern]:
    return [
        path("gates/password/", FirstPassword.as_view(), name="first_password"),
        path("gates/conduct/", Conduct.as_view(), name="conduct"),
        path("gates/second-factor/", SecondFactor.as_view(), name="second_factor"),
        path("gates/sign-out-others/", SignOutOthers.as_view(), name="sign_out_others"),
    ]


def second_factor_item(request: Any) -> dict[str, str]:
    return {
        "url": reverse("second_factor"),
        "label": _("动态验证码"),
        "help_text": _("登录时再加一道六位数字，密码泄露了别人也进不来。"),
    }


def sign_out_item(request: Any) -> dict[str, str]:
    return {
        "url": reverse("sign_out_others"),
        "label": _("退出其他设备"),
        "help_text": _("在别处登录过、或者电脑借给过别人时使用。"),
    }
