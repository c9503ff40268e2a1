"""Somebody's words, and whose they are."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock


class QuotationBlock(StructBlock):
    text = TextBlock(label=_("原话"), max_length=500)
    source = CharBlock(
        label=_("谁说的"),
        max_length=80,
        required=False,
        help_text=_("写身份或出处，如“一位社区民警”。不要写孩子和家人的姓名。"),
    )

    class Meta:
        icon = "openquote"
        label = _("引语")
        template = "content/blocks/quotation.html"
