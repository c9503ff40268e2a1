"""Our own stylesheet beside Wagtail's."""

from django.templatetags.static import static
from django.utils.html import format_html


def stylesheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("hutong/admin.css"))
