"""Whom to call: a hotline as the editor writes it, an agency as the register has it today."""

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock

from datasets.public import agency_choices, public_contact

_TELEPHONE = RegexValidator(r"^[0-9][0-9 \-]{2,19}$", _("只写数字、空格和短横线。"))


class HotlineBlock(StructBlock):
    number = CharBlock(label=_("号码"), max_length=20, validators=[_TELEPHONE])
    name = CharBlock(label=_("名称"), max_length=60)
    when = CharBlock(label=_("何时拨打"), max_length=120, required=False)

    class Meta:
        icon = "mobile-alt"
        label = _("热线")
        template = "content/blocks/hotline.html"


class AgencyBlock(StructBlock):
    """Only the key is kept: a new telephone in the register is a new telephone on the page."""

    agency = ChoiceBlock(label=_("机构"), choices=agency_choices)
    note = CharBlock(label=_("什么事找它"), max_length=120, required=False)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"contact": public_contact(code=value["agency"])}

    class Meta:
        icon = "group"
        label = _("机构")
        template = "content/blocks/agency.html"
