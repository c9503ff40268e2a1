"""What a front end shows of each page in a list, beside what Wagtail tells of it."""

from typing import Any

import orjson
from django.http import HttpResponse
from wagtail.api.utils import get_full_url

from datasets.api.doors import as_response
from datasets.public import PageCard, page_cards

_WORD = {"type": "string"}
_COUNT = {"type": "integer"}
#: The members that each page of a list has beside Wagtail's.
MEMBERS = {
    "summary": _WORD,
    "date": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
    "cover": {
        "anyOf": [
            {
                "type": "object",
                "required": ["image", "url", "width", "height", "alternative"],
                "properties": {
                    "image": _COUNT,
                    "url": _WORD,
                    "width": _COUNT,
                    "height": _COUNT,
                    "alternative": _WORD,
                },
            },
            {"type": "null"},
        ]
    },
}


def with_cards(response: HttpResponse, request: Any) -> HttpResponse:
    """Wagtail's list with summary, day and cover of each page."""
    told = orjson.loads(response.content)
    cards = page_cards([one["id"] for one in told["items"]])
    nothing = PageCard("", None, None)
    for one in told["items"]:
        one.update(_told(cards.get(one["id"], nothing), request))
    return as_response(told)


def _told(card: PageCard, request: Any) -> dict[str, Any]:
    cover = card.cover
    return {
        "summary": card.summary,
        "date": card.date,
        "cover": cover
        and {
            "image": cover.image,
            "url": get_full_url(request, cover.address),
            "width": cover.width,
            "height": cover.height,
            "alternative": cover.alternative,
        },
    }
