"""What to do, one thing after the other."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock

from content.blocks.text import SHORT_FEATURES


class StepBlock(StructBlock):
    heading = CharBlock(label=_("做什么"), max_length=60)
    text = RichTextBlock(label=_("怎么做"), features=SHORT_FEATURES, required=False)


class StepsBlock(StructBlock):
    heading = CharBlock(label=_("标题"), max_length=60, required=False)
    steps = ListBlock(StepBlock(label=_("步骤")), label=_("步骤"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("步骤")
        template = "content/blocks/steps.html"
