"""What goes into the index: each field's text, cut into words before the stock indexer sees it."""

import copy
from collections.abc import Callable
from typing import Any

from wagtail.search.index import AutocompleteField, RelatedFields, SearchField

from home.search.words import indexed


class Worded:
    """Stands in for a model's instance: the same search fields, their values in words."""

    def __init__(self, instance: Any, cut: Callable[[str], str] = indexed) -> None:
        self.instance = instance
        self.pk = instance.pk
        self.cut = cut

    def get_search_fields(self) -> list[Any]:
        return [
            _of_instance(_worded(field, self.cut), self.instance)
            for field in self.instance.get_search_fields()
        ]


def _of_instance(field: Any, instance: Any) -> Any:
    get_value = field.get_value
    field.get_value = lambda _stand_in: get_value(instance)
    return field


def _worded(field: Any, cut: Callable[[str], str]) -> Any:
    worded = copy.copy(field)
    if isinstance(field, RelatedFields):
        worded.fields = [_worded(one, cut) for one in field.fields]
    elif isinstance(field, SearchField | AutocompleteField):
        worded.get_value = lambda instance: cut(text_of(field.get_value(instance)))
    return worded


def text_of(value: Any) -> str:
    """A search field's value as text; its parts are set apart by line ends."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return "\n".join(text_of(part) for part in value)
    return str(value)
