"""A page in the words of schema.org: a law, an article, an event, questions with their answers."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import Page, Site

from content.models import PolicyPage

Data = dict[str, Any]


def described(page: Page, *, request: HttpRequest) -> Data:
    """The page itself and who publishes it; nothing that costs a query."""
    site = Site.find_for_request(request)
    publisher = {"@type": "GovernmentOrganization", "name": site.site_name}
    address = request.build_absolute_uri(page.get_url(request))
    if page.pk == site.root_page_id:
        data = _website(site, request)
    else:
        describe = _KINDS.get(str(page._meta.model_name), _article if _is_dated(page) else _listing)
        data = describe(page) | {"url": address, "inLanguage": "zh-CN"}
    return {"@context": "https://schema.org"} | data | {"publisher": publisher}


def _website(site: Site, request: HttpRequest) -> Data:
    find = request.build_absolute_uri(reverse("search"))
    return {
        "@type": "WebSite",
        "name": site.site_name,
        "url": request.build_absolute_uri("/"),
        "inLanguage": "zh-CN",
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{find}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def _policy(page: PolicyPage) -> Data:
    status = getattr(page, "status", "in_force")
    in_force = status in ("in_force", "revised")
    return _without_empty(
        {
            "@type": "Legislation",
            "name": page.title,
            "legislationIdentifier": page.number,
            "legislationPassedBy": [
                {"@type": "GovernmentOrganization", "name": name}
                for name in page.issuers.split("、")
                if name
            ],
            "legislationDate": _day(getattr(page, "signed_date", None)),
            "datePublished": _day(page.issued_date),
            "legislationLegalForce": f"https://schema.org/{'InForce' if in_force else 'NotInForce'}",
            "abstract": page.summary,
        }
    )


def _article(page: Any) -> Data:
    return _without_empty(
        {
            "@type": "Article",
            "headline": page.title,
            "description": getattr(page, "summary", "") or page.search_description,
            "datePublished": _day(page.shown_date),
            "dateModified": _day(page.last_published_at),
        }
    )


def _event(page: Any) -> Data:
    place = getattr(page, "place", "")
    return _without_empty(
        {
            "@type": "Event",
            "name": page.title,
            "description": page.summary,
            "startDate": _day(page.starts_date),
            "endDate": _day(page.ends_date),
            "location": {"@type": "Place", "name": place, "address": place} if place else None,
        }
    )


def _questions(page: Any) -> Data:
    asked = [
        {
            "@type": "Question",
            "name": question,
            "acceptedAnswer": {"@type": "Answer", "text": answer},
        }
        for question, answer in _answered(page.body)
    ]
    return (
        {"@type": "FAQPage", "name": page.title, "mainEntity": asked} if asked else _article(page)
    )


def _listing(page: Page) -> Data:
    return {"@type": "CollectionPage", "name": page.title}


def _answered(value: Any) -> Iterator[tuple[str, str]]:
    """Question and answer of each block of the body that has both, however deep it lies."""
    value = getattr(value, "value", value)
    if hasattr(value, "get") and "question" in value and "answer" in value:
        yield str(value["question"]), " ".join(strip_tags(str(value["answer"])).split())
    elif hasattr(value, "values"):
        for part in value.values():
            yield from _answered(part)
    elif hasattr(value, "__iter__") and not isinstance(value, str):
        for part in value:
            yield from _answered(part)


def _is_dated(page: Page) -> bool:
    return hasattr(page, "shown_date")


def _day(date: Any) -> str | None:
    return date.isoformat() if date else None


def _without_empty(data: Data) -> Data:
    return {name: value for name, value in data.items() if value}


_KINDS: dict[str, Callable[[Any], Data]] = {
    "policypage": _policy,
    "trainingpage": _event,
    "campaignpage": _event,
    "questionpage": _questions,
}
