"""What each role meets in the admin: whole on a phone as at a desk, and within everybody's reach."""

from collections.abc import Callable

import pytest

from tests.browser.visitor import DESK, PHONE, Visitor

Visit = Callable[..., Visitor]

#: One of each kind of page, by who opens it. {child} is the first child of the list.
PAGES = {
    "deputy": (
        "", "datasets/child/", "datasets/child/inspect/{child}/", "datasets/child/edit/{child}/",
        "datasets/child/history/{child}/", "datasets/child/delete/{child}/", "datasets/child/seal/{child}/",
        "datasets/child/access/{child}/", "datasets/child/views/add/", "datasets/child/bulk/done/",
        "datasets/agency/", "datasets/duty/", "ledgers/", "transfers/", "transfers/1/", "transfers/ask/",
        "referrals/", "referrals/1/", "referrals/new/{child}/", "warnings/", "warnings/1/",
        "warnings/rules/1/", "sealing/", "sealing/request/", "public-forms/", "public-forms/inbox/",
        "definitions/", "definitions/new/", "definitions/file/", "definitions/sheet/",
        "definitions/starters/volunteers/", "definitions/of/children/",
        "definitions/of/children/fields/new/", "definitions/of/children/history/", "retention/",
        "retention/archived/children/", "tokens/", "gates/sign-out-others/",
    ),
    "city": ("", "retention/", "datasets/retentionrule/create/", "datasets/category/import/"),
    "officer": ("", "received/", "received/1/"),
    "auditor": ("", "access-log/", "sealing/", "retention/"),
    "sysadmin": ("", "users/", "webhooks/", "datasets/post/", "datasets/post/create/", "datasets/loginrule/create/"),
    "duties": ("", "ledgers/", "datasets/dutyassignment/create/"),
    "editor": ("", "policy-intake/", "writing-guide/"),
}  # fmt: skip


@pytest.mark.parametrize("role", PAGES)
def test_a_page_of_the_admin_is_whole_and_within_reach(visit: Visit, role: str) -> None:
    visitor = visit(role)
    child = ""
    if role == "deputy":
        visitor.open("/admin/datasets/child/")
        visitor.page.locator("td.field-name a").first.click()
        child = visitor.path().rstrip("/").rpartition("/")[2]
    for number, path in enumerate(PAGES[role]):
        address = f"/admin/{path.format(child=child)}"
        assert visitor.open(address) == 200, address
        visitor.photograph(f"60-{role}-{number:02}")
        for size in (DESK, PHONE):
            visitor.page.set_viewport_size(size)
            assert visitor.barriers() == [], (address, size)
