"""What a page is, for search engines: JSON-LD in the words of schema.org."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from home.structured_data import described

register = template.Library()

#: So that no text of a page can end the element that it stands in.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


@register.simple_tag(takes_context=True)
def structured_data(context: Any) -> SafeString:
    """A block of data: browsers do not run it, so the content security policy has nothing to forbid."""
    data = described(context["page"], request=context["request"])
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
