"""Running text. Its headings begin at the second level: the first is the page's title."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock

#: No pictures here: a picture is a block of its own, which asks for its text.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
#: For the short texts inside other blocks, which stand under a heading of their own.
SHORT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class TextBlock(RichTextBlock):
    def __init__(self, **options: object) -> None:
        super().__init__(**{"features": TEXT_FEATURES, "label": _("文字")} | options)

    class Meta:
        icon = "pilcrow"
        template = "content/blocks/text.html"
