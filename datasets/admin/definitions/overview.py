"""All collections: those of one's own, those put out of use, and the built-in ones."""

from typing import Any

from django.http import HttpResponse

from datasets.admin.definitions.pages import DefinitionsPage
from datasets.choices import AccessVerb
from datasets.models import CollectionDefinition
from datasets.queries.definitions import built_in_collections, own_collections


class Overview(DefinitionsPage):
    template_name = "datasets/definitions/overview.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        own = own_collections()
        keys = [one.definition.pk for one in own if one.definition]
        request.visit.shows(AccessVerb.LIST, CollectionDefinition, keys)
        return self.show(
            own=[one for one in own if not one.is_archived],
            archived=[one for one in own if one.is_archived],
            built_in=built_in_collections(),
        )
