"""Choices as they are typed: one a line, a code and a name or just the name."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from datasets.standards.naming_codes import code_for

_WITH_CODE = re.compile(r"([a-z0-9][a-z0-9_]*)\s+(\S.*)")
_LONGEST = 60
_MOST = 200


class ChoiceLinesField(forms.CharField):
    """Pairs of code and label in Python, lines in the form."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(f"{code} {label}" for code, label in value)

    def clean(self, value: Any) -> list[list[str]]:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return pairs_in([line for line in lines if line])


def pairs_in(lines: list[str]) -> list[list[str]]:
    """Raises ValidationError."""
    if len(lines) > _MOST:
        raise ValidationError(_("最多 %(count)d 个选项。") % {"count": _MOST})
    told = [_WITH_CODE.fullmatch(line) for line in lines]
    taken = {match.group(1) for match in told if match}
    pairs = []
    for line, match in zip(lines, told, strict=True):
        code, label = match.groups() if match else ("", line)
        if len(label) > _LONGEST:
            raise ValidationError(_("选项“%(text)s……”太长。") % {"text": label[:20]})
        if not code:
            code = code_for(label, taken=taken, otherwise="choice")
            taken.add(code)
        pairs.append([code, label])
    return pairs
