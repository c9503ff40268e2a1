"""What the body of an official document consists of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

#: 一、（一）1.（1）: more than four steps are not written in official documents (GB/T 9704-2012, 7.3.3).
LEVELS = [
    ("1", _("一级（一、）")),
    ("2", _("二级（（一））")),
    ("3", _("三级（1.）")),
    ("4", _("四级（（1））")),
]
#: A heading within the text would have no number and no address: it is a section of its own.
TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "image", "hr"]


class SectionBlock(blocks.StructBlock):
    """One numbered piece. The list is flat, in reading order; which belongs to which follows from the levels."""

    level = blocks.ChoiceBlock(choices=LEVELS, default="1", label=_("层级"))
    label = blocks.CharBlock(
        required=False, max_length=30, label=_("序号"), help_text=_("照原文，如 一、（二） 3.")
    )
    heading = blocks.CharBlock(required=False, max_length=200, label=_("标题"))
    text = blocks.RichTextBlock(required=False, features=TEXT_FEATURES, label=_("正文"))

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nobody looks for the level, and no search result should show its name within the text."""
        return [
            text
            for name, block in self.child_blocks.items()
            if name != "level" and value.get(name)
            for text in block.get_searchable_content(value[name])
        ]

    class Meta:
        icon = "list-ol"
        label = _("条款")
        label_format = "{label}{heading}"
