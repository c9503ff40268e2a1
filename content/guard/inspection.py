"""The whole page before the public sees it."""

from collections.abc import Collection, Iterator

from wagtail.models import Page

from content.guard.findings import Finding
from content.guard.links import LinksWithin
from content.guard.numbers import id_numbers, private_telephones
from content.guard.passages import passages_of
from content.guard.pictures import untold_pictures
from datasets.public import published_telephones


def what_stops(page: Page, *, beside: Collection[Page] = ()) -> list[Finding]:
    """Everything that must be put right first, in the order in which it stands on the page.

    `beside`: pages that go to the public in the same moment, to which it may lead.
    """
    return list(_findings(page, beside))


def _findings(page: Page, beside: Collection[Page]) -> Iterator[Finding]:
    links, published = LinksWithin(page, beside=beside), published_telephones()
    for passage in passages_of(page):
        yield from id_numbers(passage)
        yield from private_telephones(passage, published=published)
        yield from untold_pictures(passage)
        yield from links.dead(passage)
