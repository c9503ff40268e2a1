"""Numbers that the register gives itself: 捐-2026-0001."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from datasets.custom.specs import FieldSpec
from datasets.custom.types.texts import Text

_LONGEST = 60


class AutoNumber(Text):
    """Given to each new record (custom/numbering.py), and never another afterwards."""

    code = "auto_number"
    label = _("自动编号")
    built_in: ClassVar[tuple[type[models.Field], ...]] = ()
    options: ClassVar[tuple[str, ...]] = ("prefix", "period", "width")
    is_filterable = False
    is_given = True

    def column(self, spec: FieldSpec) -> models.Field:
        named: dict[str, Any] = {**self.common(spec), "unique": True, "blank": True}
        return models.CharField(max_length=_LONGEST, editable=False, **named)
