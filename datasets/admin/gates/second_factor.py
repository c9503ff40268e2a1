"""The six digits of an authenticator app, asked once a session of whoever has one or must have one (RFC 6238)."""

from typing import Any

import segno
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_otp import login as remember_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from datasets.admin.gates.pages import GatePage


class TokenForm(forms.Form):
    token = forms.CharField(
        label=gettext_lazy("六位验证码"),
        max_length=8,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, device: TOTPDevice, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.device = device

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"].replace(" ", "")
        is_allowed, _data = self.device.verify_is_allowed()
        if not is_allowed:
            raise ValidationError(_("试错次数过多，请稍等片刻再试。"))
        if not self.device.verify_token(token):
            raise ValidationError(_("验证码不对。请核对手机的时间，并输入最新的六位数字。"))
        return token


class SecondFactor(GatePage):
    """Asks for the digits; whoever has no authenticator yet sets it up on the same page."""

    template_name = "datasets/gates/second_factor.html"
    title = gettext_lazy("动态验证码")
    form_class = TokenForm

    @cached_property
    def device(self) -> TOTPDevice:
        """The user's own, or one that waits for its first token."""
        user = self.request.user
        known = TOTPDevice.objects.devices_for_user(user).order_by("-confirmed", "id").first()
        return known or TOTPDevice.objects.create(user=user, name="totp", confirmed=False)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "device": self.device}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_new = not self.device.confirmed
        return super().get_context_data(
            is_new=is_new,
            picture=_picture(self.device.config_url) if is_new else "",
            secret=_readable(self.device) if is_new else "",
            **kwargs,
        )

    def passed(self, form: Any) -> None:
        if not self.device.confirmed:
            self.device.confirmed = True
            self.device.save(update_fields=["confirmed"])
        remember_device(self.request, self.device)


def _picture(address: str) -> str:
    code = segno.make(address, error="m")
    return mark_safe(code.svg_inline(scale=5, border=2, dark="#000", light="#fff"))  # noqa: S308 - drawn here


def _readable(device: TOTPDevice) -> str:
    """The secret as it is typed by hand: groups of four."""
    secret = device.config_url.partition("secret=")[2].partition("&")[0]
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
