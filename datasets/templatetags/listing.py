"""The frame of every table in the admin: it scrolls by itself where a phone is too narrow, by keyboard too.

A group and no region: it stands in a section that is one, often of the same name.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag(end_name="endlisting")
def listing(
    content: str, *, label: object = "", labelled_by: str = "", look: str = ""
) -> SafeString:
    """`labelled_by` is the id of the heading that names the table, where one stands above it; else `label` names it."""
    name = ("aria-labelledby", labelled_by) if labelled_by else ("aria-label", label)
    return format_html(
        '<div class="hutong-table" tabindex="0" role="group" {}="{}"><table class="listing{}">{}</table></div>',
        *name,
        f" {look}" if look else "",
        content,
    )
