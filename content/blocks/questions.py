"""Questions as people ask them, each with its answer behind it."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock

from content.blocks.text import SHORT_FEATURES


class QuestionBlock(StructBlock):
    question = CharBlock(label=_("问"), max_length=120)
    answer = RichTextBlock(label=_("答"), features=SHORT_FEATURES)


class QuestionsBlock(StructBlock):
    heading = CharBlock(label=_("标题"), max_length=60, required=False)
    questions = ListBlock(QuestionBlock(label=_("问答")), label=_("问答"), min_num=1)

    class Meta:
        icon = "help"
        label = _("问答")
        template = "content/blocks/questions.html"
