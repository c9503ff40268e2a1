"""Public knowledge that is no collection: the clauses of the documents, the figures of the month."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.api.attributes import is_storable
from datasets.api.doors import Door
from datasets.api.problems import wrong_parameters
from datasets.public import clauses_of, figures_as_document, public_figures

#: By what clauses may be narrowed; each whole.
CLAUSE_FILTERS = ("policy", "name")


class Clauses(Door):
    is_open = True

    def get(self, request: Any) -> Any:
        asked: dict[str, list[Any]] = dict(request.GET.lists())
        wrong = [(name, _("不认识这个参数。")) for name in asked if name not in CLAUSE_FILTERS]
        wrong += [
            (name, _("只能写一次，写完整的值。"))
            for name, values in asked.items()
            if len(values) > 1 or not values[0] or not is_storable(values[0])
        ]
        if wrong:
            raise wrong_parameters(wrong, CLAUSE_FILTERS)
        name = request.GET.get("name", "")
        clauses = clauses_of(request.GET.get("policy", ""))
        return {"items": [asdict(one) for one in clauses if name in ("", one.name)]}


class Figures(Door):
    """Small counts are withheld, and with them what would tell them; the same all month."""

    is_open = True

    def get(self, request: Any) -> Any:
        if request.GET:
            raise wrong_parameters([(name, _("不认识这个参数。")) for name in request.GET], ())
        return figures_as_document(public_figures(today=timezone.localdate()))
