"""Putting the first policies, the directory and the figures into the site's tree."""

from wagtail.models import Page

from content.first_pages.policies import POLICIES, FirstCitation, FirstPolicy, FirstSection
from content.models import (
    DirectoryPage,
    FiguresPage,
    PolicyCitation,
    PolicyIndexPage,
    PolicyPage,
)
from datasets.public import PublicPolicy, public_policies


def plant_policies(home: Page) -> None:
    index = PolicyIndexPage(
        title="政策文件",
        slug="policies",
        show_in_menus=True,
        introduction="两市的政策用大白话说一遍，每一条都能单独引用。",
        search_description="逐条看政策，每一条由谁负责。",
    )
    home.add_child(instance=index)
    known = {policy.code: policy for policy in public_policies()}
    for first in POLICIES:
        index.add_child(instance=_page(first, known))


def plant_directory(home: Page) -> None:
    """Who is responsible, and the figures: what they show comes from the collections."""
    directory = DirectoryPage(
        title="谁负责什么",
        slug="duties",
        show_in_menus=True,
        introduction="哪个单位负责什么，依据是哪一条，电话是多少。",
        search_description="按地方、领域和单位查职责和电话。",
    )
    figures = FiguresPage(
        title="数字",
        slug="figures",
        show_in_menus=True,
        introduction="有多少孩子得到照护，由多少单位负责。",
        search_description="各地在册儿童和负责的单位，每月统计一次。",
    )
    for page in (directory, figures):
        home.add_child(instance=page)


def _page(first: FirstPolicy, known: dict[str, PublicPolicy]) -> PolicyPage:
    policy = known[first.code]
    page = PolicyPage(
        title=first.title,
        slug=first.slug,
        number=policy.number,
        issuers=policy.issuer,
        issued_date=policy.issued_date,
        summary=first.summary,
        body=[("section", _section(section)) for section in first.sections()],
        citations=[_citation(citation, known) for citation in first.citations],
    )
    page.topics.add(*first.topics)
    return page


def _section(first: FirstSection) -> dict[str, str]:
    return first._asdict() | {"text": f"<p>{first.text}</p>" if first.text else ""}


def _citation(first: FirstCitation, known: dict[str, PublicPolicy]) -> PolicyCitation:
    policy = known.get(first.code)
    return PolicyCitation(
        kind=first.kind,
        number=policy.number if policy else "",
        title=policy.title if policy else first.title,
    )
