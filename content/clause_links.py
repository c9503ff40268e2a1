"""From the name that a duty table gives a clause to the clause's address on its policy's page."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest

from content.clauses import nearest_clause
from content.models.policies import PolicyPage


@dataclass(frozen=True)
class PolicyLinks:
    """`addresses` by the names of the clauses (content/clauses.py)."""

    url: str
    title: str
    addresses: dict[str, str]

    def to(self, clause: str) -> str:
        """The address of the clause, or of the nearest above it that the page has."""
        name = nearest_clause(clause, self.addresses)
        return f"{self.url}#{self.addresses[name]}" if name else self.url


def policy_links(
    numbers: Iterable[str], *, request: HttpRequest | None = None
) -> dict[str, PolicyLinks]:
    """The links into each policy that has a public page, by its number."""
    pages = PolicyPage.objects.live().public().filter(number__in=set(numbers))
    return {
        page.number: PolicyLinks(
            url=page.get_url(request) or "",
            title=page.title,
            addresses={clause.name: clause.address for clause in reversed(page.clauses_in_order())},
        )
        for page in pages
    }
