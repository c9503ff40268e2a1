"""What programs log in with: a token that says for what, until when, and who issued it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccessToken(models.Model):
    """Beside Wagtail's token, which keeps a digest alone: one without this is no token here."""

    key = models.OneToOneField(
        "wagtailcore.APIToken",
        verbose_name=_("令牌"),
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="access",
    )
    #: "collection.verb": children.read, children.write, children.delete, children.ledger, pages.read.
    scope = models.JSONField(_("范围"))
    expires_at = models.DateTimeField(_("有效期至"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("签发人"),
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = pgettext_lazy("plural", "接口令牌")
        ordering = ["-key"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_live(self) -> bool:
        return self.key.revoked_at is None and timezone.now() < self.expires_at

    def allows(self, collection: str, verb: str) -> bool:
        return f"{collection}.{verb}" in self.scope
