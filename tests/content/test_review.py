"""三审: from the editor's desk to the public, and what must not be learned on the way."""

import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from content.models import ArticlePage, QuestionPage
from datasets.access import Actor
from tests.content.writing import add_address, article_form, made_article, text
from tests.factories import make_child

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_pages")]


def hand_in(client: Any, editor: Any, html: str, slug: str = "winter") -> ArticlePage:
    client.force_login(editor)
    form = article_form(text(html), slug=slug) | {"action-submit": "1"}
    assert client.post(add_address(), form).status_code == 302
    return ArticlePage.objects.get(slug=slug)


def approve(client: Any, user: Any, page: Page) -> None:
    client.force_login(user)
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", state.pk))
    response = client.post(address, {"comment": ""}, follow=True)
    assert response.status_code == 200


def waits_for(page: Page) -> str:
    """The name of the step that the page is at; empty when there is none."""
    task = Page.objects.get(pk=page.pk).current_workflow_task
    return task.name if task else ""


def is_live(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def test_a_page_is_read_by_the_department_and_signed_by_the_chief(
    client: Any, editor: Any, reviewer: Any, chief: Any
) -> None:
    page = hand_in(client, editor, "<p>看取暖，看衣被。</p>")
    assert waits_for(page) == "部门审核"
    approve(client, reviewer, page)
    assert waits_for(page) == "领导签发"
    assert not is_live(page)
    approve(client, chief, page)
    assert waits_for(page) == ""
    assert is_live(page)


def test_a_page_that_may_name_a_child_waits_for_who_may_see_records(
    client: Any, editor: Any, reviewer: Any, chief: Any, city_desk: Any
) -> None:
    page = hand_in(client, editor, "<p>王小芳今年八岁，在村里的小学读书。</p>")
    approve(client, reviewer, page)
    approve(client, chief, page)
    assert waits_for(page) == "隐私审核"
    assert not is_live(page)
    client.force_login(city_desk)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
    assert "请通读全文" in edit.content.decode()
    assert "正文 · 1. 文字" in edit.content.decode()
    approve(client, city_desk, page)
    assert is_live(page)


def test_a_page_sent_back_says_why_and_its_reader_ends_where_they_may_be(
    client: Any, editor: Any, reviewer: Any, chief: Any, city_desk: Any
) -> None:
    written = text("<p>王小芳今年八岁，在村里的小学读书。</p>")
    page = hand_in(client, editor, "<p>王小芳今年八岁，在村里的小学读书。</p>")
    approve(client, reviewer, page)
    approve(client, chief, page)
    edit = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    client.force_login(city_desk)
    decision = {
        "action-workflow-action": "1",
        "workflow-action-name": "reject",
        "workflow-action-extra-data": '{"comment": "请改用化名。"}',
    }
    response = client.post(edit, article_form(written) | decision)
    assert response.headers["Location"] == reverse("wagtailadmin_home")
    client.force_login(editor)
    assert "请改用化名。" in client.get(edit).content.decode()


def test_a_recorded_name_waits_however_it_is_written(
    client: Any, editor: Any, reviewer: Any, chief: Any, system: Actor
) -> None:
    make_child("320281104208", by=system, name="于得水")
    page = hand_in(client, editor, "<p>大家都说于得水爱笑。</p>")
    approve(client, reviewer, page)
    approve(client, chief, page)
    assert waits_for(page) == "隐私审核"
    other = hand_in(client, editor, "<p>大家都说于得山爱笑。</p>", slug="other")
    approve(client, reviewer, other)
    approve(client, chief, other)
    assert is_live(other)


def test_an_editor_is_told_the_same_whether_or_not_a_name_is_recorded(
    client: Any, editor: Any, reviewer: Any, chief: Any, system: Actor
) -> None:
    """Handing in, looking and waiting: recorded and made up alike, in words and in steps."""
    make_child("320281104208", by=system, name="王小芳")
    seen = []
    for slug, name in (("one", "王小芳"), ("two", "王小花")):
        page = hand_in(client, editor, f"<p>{name}今年八岁，在村里的小学读书。</p>", slug=slug)
        steps = [waits_for(page)]
        for reader in (reviewer, chief):
            approve(client, reader, page)
            steps.append(waits_for(page))
        client.force_login(editor)
        edit = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))
        assert "请通读全文" not in edit.content.decode()
        seen.append(steps)
    assert seen[0] == seen[1]


def test_nobody_publishes_past_the_review(client: Any, chief: Any) -> None:
    page = made_article()
    client.force_login(chief)
    edit = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    assert 'name="action-publish"' not in client.get(edit).content.decode()
    form = article_form(text("<p>直接发布。</p>")) | {"action-publish": "1"}
    response = client.post(edit, form, follow=True)
    assert "要经过审核才能发布" in response.content.decode()
    assert not is_live(page)
    many = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "publish"))
    client.post(f"{many}?id={page.pk}", {"include_descendants": ""})
    assert not is_live(page)


def test_an_editor_has_no_button_to_publish(client: Any, editor: Any) -> None:
    client.force_login(editor)
    text_of_form = client.get(add_address()).content.decode()
    assert 'name="action-publish"' not in text_of_form
    assert 'name="action-submit"' in text_of_form
    assert "写之前看一眼" in text_of_form


def test_the_chief_takes_a_page_down(client: Any, chief: Any) -> None:
    page = QuestionPage.objects.get()
    client.force_login(chief)
    client.post(reverse("wagtailadmin_pages:unpublish", args=(page.pk,)))
    assert not is_live(page)


def test_what_a_reviewer_puts_in_is_stopped_at_the_end(
    client: Any, editor: Any, reviewer: Any, chief: Any
) -> None:
    page = hand_in(client, editor, "<p>看取暖。</p>")
    approve(client, reviewer, page)
    changed = page.get_latest_revision_as_object()
    changed.summary = "请打13812345678。"
    changed.save_revision(user=reviewer)
    while waits_for(page) in ("部门审核", "领导签发"):
        page = ArticlePage.objects.get(pk=page.pk)
        approve(client, reviewer if waits_for(page) == "部门审核" else chief, page)
    assert not is_live(page)
    state = WorkflowState.objects.latest("pk")
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert "个人手机号" in state.current_task_state.comment


def test_the_guide_is_for_staff(client: Any, editor: Any) -> None:
    address = reverse("editing_guide")
    assert client.get(address).status_code == 302
    client.force_login(editor)
    assert "保护孩子" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/choose-page/search/?q={title}",
        "/admin/pages/{page}/move/{parent}/confirm/",
        "/admin/bulk/wagtailcore/page/delete/?id={page}",
    ],
)
def test_who_has_nothing_to_do_with_pages_reads_no_title_of_a_draft(
    client: Any, editor: Any, clerk: Any, address: str
) -> None:
    page = hand_in(client, editor, "<p>天冷了。</p>")
    parent = page.get_parent()
    client.force_login(clerk)
    told = address.format(title=page.title, page=page.pk, parent=parent.pk)
    assert f">{page.title}<" not in re.sub(r"\s", "", client.get(told).content.decode())
