"""A file to take away; its kind and size are shown before anybody pays for the traffic."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock


class DownloadBlock(StructBlock):
    document = DocumentChooserBlock(label=_("文件"))
    description = CharBlock(label=_("说明"), max_length=200, required=False)

    class Meta:
        icon = "download"
        label = _("下载")
        template = "content/blocks/download.html"
