"""What an account must do before it may work, and how long it may stay."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.choices import FieldGroup
from datasets.models.records import Record


class StaffAccount(models.Model):
    """Beside a user: made when it is first needed. What it says is logged where it is done (actions/accounts.py)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="staff_account",
    )
    #: Somebody else chose the password.
    must_change_password = models.BooleanField(default=False)
    conduct_accepted_at = models.DateTimeField(null=True)
    #: Sessions begun before are over.
    signed_out_at = models.DateTimeField(null=True)
    #: Asked for by the user: one mail a night about what the warning rules found.
    wants_warning_mail = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class LoginRule(Record):
    """How those of a role log in and how long they stay. Of several roles the strictest counts."""

    field_groups = {
        FieldGroup.BASIC: ("group", "needs_second_factor", "idle_minutes", "session_hours")
    }

    group = models.OneToOneField(
        Group, verbose_name=_("角色"), on_delete=models.PROTECT, related_name="login_rule"
    )
    needs_second_factor = models.BooleanField(
        _("必须用动态验证码"),
        default=False,
        help_text=_("登录时除密码外，还要输入手机验证器上的六位数字。"),
    )
    idle_minutes = models.PositiveSmallIntegerField(
        _("闲置多久退出（分钟）"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
    )
    session_hours = models.PositiveSmallIntegerField(
        _("最长登录时间（小时）"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
    )

    class Meta(Record.Meta):
        verbose_name = _("登录规则")
        verbose_name_plural = pgettext_lazy("plural", "登录规则")
        ordering = ["group__name"]
        constraints = [
            models.CheckConstraint(
                name="login_rule_within_bounds",
                condition=models.Q(idle_minutes__range=(5, 480))
                & models.Q(session_hours__range=(1, 72)),
                violation_error_message=_("闲置时间为5至480分钟，最长登录时间为1至72小时。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.group)
