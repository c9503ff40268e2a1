"""A password that somebody else chose serves for one login."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datasets.actions.accounts import demand_new_password, password_is_own
from datasets.admin.gates.pages import GatePage


class OwnPasswordForm(SetPasswordForm):
    def clean(self) -> Any:
        cleaned = super().clean()
        if self.user.check_password(self.cleaned_data.get("new_password2", "")):
            raise ValidationError(_("新密码不能与现在的密码相同。"))
        return cleaned


class FirstPassword(GatePage):
    template_name = "datasets/gates/password.html"
    title = gettext_lazy("请设一个自己的密码")
    form_class = OwnPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def passed(self, form: Any) -> None:
        form.save()
        password_is_own(user=self.request.user)
        update_session_auth_hash(self.request, form.user)


def watch_new_password(request: Any, user: Any) -> None:
    """Wagtail's hook after an account was made or changed: was the password somebody else's choice?"""
    if request.POST.get("password1") and user != request.user:
        demand_new_password(user=user)
