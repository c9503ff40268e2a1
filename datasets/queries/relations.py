"""What points to a record, from collections of one's own too."""

from typing import Any

from django.db.models import Model


def relations_to(model: type[Model]) -> list[Any]:
    """The relations by which rows of other tables, or of its own, hang on a record of this one; histories aside.

    Those without a name at this end as well: by such a one a defined field points.
    """
    links: Any = model._meta.get_fields(include_hidden=True)
    return [
        link
        for link in links
        if link.auto_created
        and not link.concrete
        and (link.one_to_many or link.one_to_one)
        and not hasattr(link.related_model, "history_object")
    ]
