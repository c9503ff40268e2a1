"""What a visitor may look for among: each kind of public page, and the agencies."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db.models import DateField
from django.utils.functional import Promise
from wagtail.models import Page

#: Names of the date that a page shows, in the order in which they speak for it.
_DATES = ("issued_date", "published_date", "starts_date", "checked_date", "started_date")

#: Not a page: the duty table's agencies.
AGENCY = "agency"


@dataclass(frozen=True)
class Kind:
    """`date` is the field that `shown_date` is taken from."""

    code: str
    label: str | Promise
    model: type[Page]
    date: str


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of page with a date of its own: what lists others, or is of today, is found without."""
    found = []
    for model in apps.get_app_config("content").get_models():
        if issubclass(model, Page) and hasattr(model, "shown_date"):
            dates = {field.name for field in model._meta.fields if isinstance(field, DateField)}
            date = next((name for name in _DATES if name in dates), None)
            code = str(model._meta.model_name).removesuffix("page")
            if date:
                found.append(Kind(code, model._meta.verbose_name or code, model, date))
    return tuple(found)
