"""How Chinese is cut, alike for the index and for questions."""

import re

import pytest

from home.search.words import indexed, normalised, terms_of


def tokens(question: str) -> list[tuple[str, ...]]:
    return [term.tokens for term in terms_of(question)]


def answers(question: str, text: str) -> bool:
    """Whether the text would be found: each word's tokens follow each other in it."""
    cut = f" {indexed(text)} "
    return all(
        f" {' '.join(term.tokens)}{'' if term.is_open else ' '}" in cut
        for term in terms_of(question)
    )


@pytest.mark.parametrize(
    ("question", "text", "is_found"),
    [
        ("民政", "各县民政局应当走访", True),
        ("未保", "甲未，保护", False),
        ("未保", "未 保护", False),
        ("城关镇", "城关，关镇", False),
        ("未", "他们未到", True),
        ("局", "民政局。", True),
        ("hiv感染", "预防 HIV感染者", True),
        ("10", "100号", False),
        ("第3条规定", "依照第3条规定办理", True),
        ("困境儿童 上门", "每月上门看望困境儿童", True),
        ("二〇一四", "二〇一四年四月", True),
    ],
)
def test_a_word_is_found_where_it_stands_and_nowhere_else(
    question: str, text: str, is_found: bool
) -> None:
    assert answers(question, text) is is_found


@pytest.mark.parametrize(
    "question",
    ["郑政办", "2014 10号", "郑政办〔2014〕10号", "郑政办[2014]10号", "郑政办（2014）10号",
     "郑政办〔２０１４〕１０号", "郑政办2014", "〔2014〕10号"],
)  # fmt: skip
def test_a_document_is_found_by_its_number_however_it_is_written(question: str) -> None:
    assert answers(question, "依据郑政办〔2014〕10号文件")


@pytest.mark.parametrize(
    "question", ["郑政办〔2014〕1号", "郑政办〔2013〕10号", "郑政发〔2014〕10号"]
)
def test_another_number_is_another_document(question: str) -> None:
    assert not answers(question, "依据郑政办〔2014〕10号文件")


def test_other_punctuation_sets_words_apart() -> None:
    assert tokens("儿童、青少年") == [("儿童",), ("青少", "少年")]
    assert tokens("，。《》") == []


def test_a_question_has_so_many_words_and_each_once() -> None:
    assert len(terms_of("儿童 儿童 民政")) == 2
    assert len(terms_of(" ".join(f"w{number}" for number in range(99)))) == 20


def test_the_pattern_finds_the_number_in_the_text_as_it_is_printed() -> None:
    (term,) = terms_of("郑政办[2014]10号")
    assert re.search(term.pattern, normalised("见郑政办〔２０１４〕 10号"))
