"""What a page says stands in a document: here is the document."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock


class RelatedPolicyBlock(StructBlock):
    policy = PageChooserBlock(label=_("政策"), page_type="content.PolicyPage")
    clause = CharBlock(label=_("哪一条"), max_length=60, required=False)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        policy, clause = value["policy"], value["clause"]
        anchor = policy.anchor_of(clause) if policy and clause else ""
        return context | {"anchor": anchor}

    class Meta:
        icon = "doc-full"
        label = _("相关政策")
        template = "content/blocks/related_policy.html"
