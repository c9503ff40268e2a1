"""A count that stays true: read from the collections when the page is shown, never typed."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock

from datasets.public import PublicCount, city_choices, public_count


class FigureBlock(StructBlock):
    count = ChoiceBlock(label=_("数什么"), choices=PublicCount.choices)
    region = ChoiceBlock(label=_("哪里"), choices=city_choices)
    caption = CharBlock(label=_("说明"), max_length=120, required=False)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        figure = public_count(
            kind=value["count"], region_code=value["region"], today=timezone.localdate()
        )
        return context | {"figure": figure}

    class Meta:
        icon = "table"
        label = _("实时数字")
        template = "content/blocks/figure.html"
