"""What hangs on a record: read from the models, so that those to come are found as well."""

from typing import Any

from django.db.models import Model


def relations_to(model: type[Model]) -> list[Any]:
    """The relations by which rows of other tables, or of its own, hang on a record of this one; histories aside.

    Those without a name at this end as well: by such a one a defined field points.
    """
    return [link for link in _links_to(model) if not hasattr(link.related_model, "history_object")]


def rows_pointing_to(model: type[Model]) -> list[tuple[type[Model], str]]:
    """The models whose rows point to a record of this one, with the field by which they do; histories too."""
    return [(link.related_model, link.field.name) for link in _links_to(model)]


def _links_to(model: type[Model]) -> list[Any]:
    links: Any = model._meta.get_fields(include_hidden=True)
    return [
        link
        for link in links
        if link.auto_created and not link.concrete and (link.one_to_many or link.one_to_one)
    ]
