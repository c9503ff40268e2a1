"""What a front end of another host is given of the pages (Wagtail's API v3), and their clauses one by one."""

from collections.abc import Iterator

from django.core.exceptions import FieldDoesNotExist
from wagtail.api import APIField
from wagtail.models import get_page_models
from wagtail.rich_text import expand_db_html

from content.models import PolicyPage
from datasets.public import PublicClause

#: Of the fields of page types those that their own templates show; what is not named here stays inside.
OFFERED = (
    "introduction", "report_text", "published_date", "started_date", "starts_date", "ends_date",
    "checked_date", "organiser", "office", "target_group", "topic", "place", "hours", "enrolment",
    "summary", "body", "materials",
)  # fmt: skip


def offer_fields() -> None:
    """For each page type that does not say itself what it offers. Before Wagtail builds its schemas."""
    for model in get_page_models():
        if model._meta.app_label in ("home", "content") and not getattr(model, "api_fields", ()):
            model.api_fields = [APIField(name) for name in OFFERED if _has_field(model, name)]


def public_clauses(*, policy: str) -> Iterator[PublicClause]:
    """In reading order, of the published documents or of the one with this number."""
    pages = PolicyPage.objects.live().public().order_by("pk")
    for page in pages.filter(number=policy) if policy else pages:
        for clause in page.clauses_in_order():
            yield PublicClause(
                policy=page.number,
                page=page.pk,
                address=f"{page.url}#{clause.address}",
                name=clause.name,
                depth=clause.depth,
                label=clause.label,
                heading=clause.heading,
                text=expand_db_html(str(clause.text)),
            )


def _has_field(model: type, name: str) -> bool:
    try:
        model._meta.get_field(name)  # type: ignore[attr-defined]
    except FieldDoesNotExist:
        return False
    return True
