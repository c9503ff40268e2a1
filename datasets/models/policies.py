"""The documents that duties and categories come from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from datasets.models.records import Record


class Policy(Record):
    """A government document as a source to cite; its public page stands in content/."""

    collection_name = "policies"
    is_public_knowledge = True
    published_fields = ("code", "number", "title", "issuer", "region", "issued_date")

    code = models.SlugField(_("标识"), max_length=60, unique=True)
    number = models.CharField(_("文号"), max_length=60, unique=True)
    title = models.CharField(_("标题"), max_length=200)
    issuer = models.CharField(_("发文机关"), max_length=100)
    region = models.ForeignKey(
        "datasets.Region",
        verbose_name=_("适用地区"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="policies",
    )
    issued_date = models.DateField(_("印发日期"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("政策文件")
        verbose_name_plural = pgettext_lazy("plural", "政策文件")
        ordering = ["-issued_date", "number"]

    def __str__(self) -> str:
        return self.number
