"""Codes proposed for what has been called something."""

from typing import Any

from django.http import HttpResponse, JsonResponse

from datasets.actions.definitions.checking import BESIDE, TAKEN
from datasets.admin.definitions.pages import DefinitionsPage
from datasets.custom.types.links import models_by_collection
from datasets.models import FieldDefinition
from datasets.queries.definitions import BUILT_IN
from datasets.standards.naming_codes import code_for

_LONGEST_LABEL = 40


def collection_code(label: str) -> str:
    return code_for(label, taken=models_by_collection().keys(), otherwise="collection")


def field_code(label: str, collection: str, *, is_built_in: bool) -> str:
    before = BESIDE if is_built_in else ""
    there = FieldDefinition.objects.filter(collection=collection)
    used = {code.removeprefix(before) for code in there.values_list("code", flat=True)}
    return before + code_for(label, taken=used | TAKEN, otherwise="field")


class ProposeCode(DefinitionsPage):
    """What the forms' script asks while a name is typed: `?label=…&of=` a collection, or of none for a new one."""

    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        label = request.GET.get("label", "")[:_LONGEST_LABEL].strip()
        of = request.GET.get("of", "")
        if not label:
            return JsonResponse({"code": ""})
        code = field_code(label, of, is_built_in=of in BUILT_IN) if of else collection_code(label)
        return JsonResponse({"code": code})
