"""What a list's address asks: a saved view (?view=7), conditions of its own (?where=JSON), all of them at once.

Beside them, how the rows are grouped (?grouped=sex).
"""

import json
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from datasets.access import Actor
from datasets.access.views import views_in_sight
from datasets.admin.views.panel import joined
from datasets.models import Record, SavedView
from datasets.queries.conditions import (
    UnanswerableCondition,
    condition_of,
    is_read,
    sentence_of,
)
from datasets.queries.conditions.building import is_no_condition

VIEW, WHERE, DRAFT, LOOK, GROUPED = "view", "where", "draft", "look", "grouped"
_LONGEST_KEY = 18


class Question:
    """The view and the condition of one request, before one reader."""

    def __init__(self, model: type[Record], parameters: Any, by: Actor) -> None:
        self.model = model
        self.parameters = parameters
        self.by = by
        #: Once the rows were narrowed: why nothing is shown; "" where all of it could be answered.
        self.refusal = ""

    @cached_property
    def view(self) -> SavedView | None:
        """Raises Http404 where the reader has no such view of this collection."""
        key = self.parameters.get(VIEW, "")
        if not key:
            return None
        if not key.isdecimal() or len(key) > _LONGEST_KEY:
            raise Http404
        named = views_in_sight(self.by).filter(collection=self.model.collection_name, pk=int(key))
        found: SavedView | None = named.select_related("region").first()
        if found is None:
            raise Http404
        return found

    @property
    def where(self) -> list[Any]:
        """As JSON has it; what is no JSON is a condition that nobody can answer."""
        told = [read(text) for text in self.parameters.getlist(WHERE)]
        return [one for one in told if not is_no_condition(one)]

    @property
    def draft(self) -> Any:
        """What stands in the panel and is not asked yet; else what is."""
        text = self.parameters.get(DRAFT)
        return read(text) if text else joined(self.where)

    @property
    def conditions(self) -> list[Any]:
        told = [self.view.condition] if self.view else []
        return [one for one in [*told, *self.where] if not is_no_condition(one)]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """None of the rows where something cannot be answered: more than was asked for is never shown."""
        try:
            # What is read one by one comes last, when few are left.
            for told in sorted(self.conditions, key=partial(is_read, self.model, by=self.by)):
                rows = rows.filter(
                    condition_of(self.model, told, by=self.by, today=self.by.today, among=rows)
                )
        except UnanswerableCondition as refusal:
            self.refusal = str(refusal)
            return rows.none()
        return rows

    @cached_property
    def sentences(self) -> list[str]:
        if self.refusal:
            return []
        return [sentence_of(self.model, told, by=self.by) for told in self.conditions]

    def for_log(self) -> dict[str, str]:
        """What the access log keeps of it, in the words of a sentence."""
        kept = {VIEW: str(self.view)} if self.view else {}
        if self.conditions:
            kept[WHERE] = "；".join(self._logged(told) for told in self.conditions)
        return kept

    def _logged(self, told: Any) -> str:
        try:
            return sentence_of(self.model, told, by=self.by, hides_private=True)
        except UnanswerableCondition as refusal:
            return str(refusal)


def question_of(request: Any, model: type[Record]) -> Question:
    """Of one request there is one: modeladmin asks for the columns anew for each cell."""
    if not hasattr(request, "list_question"):
        request.list_question = Question(model, request.GET, Actor.of(request.user))
    found: Question = request.list_question
    return found


def read(text: str) -> Any:
    """What `written` wrote; None for what is no JSON."""
    if not text:
        return {}
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def written(told: Any) -> str:
    """As an address holds it."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
