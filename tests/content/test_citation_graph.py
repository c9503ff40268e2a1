"""The drawing of what a document stands on and what names it."""

import re
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import call_command

from content.citation_graph import WIDTH, Document, drawn
from content.models import CitationKind, PolicyCitation, PolicyIndexPage, PolicyPage

HERE = Document("本文件 · 甲", "甲文件")


def documents(number: int, title: str = "关于加强困境儿童保障工作的意见") -> list[Document]:
    return [Document(f"依据 · {one}号", title) for one in range(number)]


def test_nothing_around_it_is_nothing_to_draw() -> None:
    assert drawn(HERE, cited=[], citing=[]) is None


def test_what_it_names_stands_above_it_and_what_names_it_below() -> None:
    graph = drawn(HERE, cited=documents(2), citing=documents(1))
    assert graph is not None
    assert [box.is_here for box in graph.boxes] == [False, False, True, False]
    ends = [(box.y, box.y + box.height) for box in graph.boxes]
    assert all(first[1] < second[0] for first, second in pairwise(ends))
    assert ends[-1][1] < graph.height
    assert len(graph.arrows) == 3, "two that it names, and one into it"


def test_the_words_stay_in_their_boxes() -> None:
    long = "国务院办公厅关于加强和改进困境儿童分类保障与关爱服务工作若干重大问题的指导意见（试行）"
    graph = drawn(HERE, cited=documents(1, long), citing=[])
    assert graph is not None
    (box, _here) = graph.boxes
    assert len(box.lines) == 2
    assert box.lines[-1].text.endswith("…")
    assert all(graph.text_left + 14.5 * len(line.text) <= WIDTH for line in box.lines)
    assert all(box.y < line.y < box.y + box.height for line in (box.note, *box.lines))


def test_a_short_title_is_not_cut_and_many_documents_are_counted() -> None:
    graph = drawn(HERE, cited=documents(11, "未成年人保护法"), citing=documents(9))
    assert graph is not None
    assert graph.boxes[0].lines[0].text == "未成年人保护法"
    assert graph.unshown == 4


@pytest.mark.django_db
def test_a_page_shows_both_directions_and_what_is_not_held_here(client: Any) -> None:
    call_command("pages", verbosity=0)
    sister = PolicyPage(
        title="实施细则", number="示办〔2026〕3号", issuers="演示市", issued_date="2026-01-01",
        summary="一句话。", slug="sister",
    )  # fmt: skip
    sister.citations = [PolicyCitation(kind=CitationKind.BASED_ON, number="郑政办〔2014〕10号")]
    PolicyIndexPage.objects.get().add_child(instance=sister)
    text = client.get("/policies/zhengzhou-2014-10/").content.decode()
    graph = text[text.index("<svg viewBox") : text.index("</svg>", text.index("<svg viewBox"))]
    assert '<a href="/policies/sister/">' in graph
    assert "示办〔2026〕3号" in graph
    assert re.search(r'is-elsewhere"><rect[^>]*></rect><text[^>]*>依据 · 民函〔2013〕143号', graph)
    assert "style=" not in graph
    for heading in ('id="cited"', 'id="citing"'):
        assert heading in text, "the lists say it in words"
    assert "<svg viewBox" not in client.get("/policies/").content.decode()
