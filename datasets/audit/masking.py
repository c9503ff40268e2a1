"""What was looked for, told without giving away whom: the log is read by people who may not see records."""

import re
from collections.abc import Mapping
from typing import Any

# However it is typed: 138 0000 0001, 9900-0020..., full-width digits too.
_NUMBER = re.compile(r"\d(?:[\s().·\-\u2010-\u2015－（）]{0,3}[\dXxＸｘ]){5,}")
_LONGEST = 200


def masked_filters(filters: Mapping[str, Any]) -> dict[str, Any]:
    """The same with the middle of every long number hidden, texts shortened."""
    return {name: _masked(value) for name, value in filters.items()}


def masked_text(text: str) -> str:
    """A text of the visitor's own, in which numbers of persons may stand."""
    return _NUMBER.sub(_mask, text.replace("\0", ""))[:_LONGEST]


def _masked(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_masked(one) for one in value]
    if not isinstance(value, str):
        return value
    return masked_text(value)


def _mask(found: re.Match[str]) -> str:
    number = found.group()
    shown = 6 if sum(sign.isalnum() for sign in number) >= 15 else 3
    return f"{number[:shown]}{'*' * (len(number) - shown)}"
