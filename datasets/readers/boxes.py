"""Words with boxes in one cell, of which some are ticked: ☑孤儿 □留守, 孤儿（√） 留守（ ）, √男 女, 孤儿□√."""

import re
from collections.abc import Iterator, Sequence

from datasets.standards.writing import half_width

_TICKS = "√✓✔☑■●⊙◉✅🗹"
_EMPTY = "□☐○×✗✕☒"
_MARKS = _TICKS + _EMPTY
#: What stands in text for the signs of Wingdings, in which Word draws boxes.
_WINGDINGS = str.maketrans({"þ": "☑", "¨": "□", "ý": "☒", "£": "□", "\ufe0f": ""})
_WINGDINGS_TICK = re.compile(r"R(?=\s*[㐀-鿿])")
_BRACKETED = re.compile(rf"[(（\[【〔]\s*([{_MARKS}Vv]?)\s*[)）\]】〕]")
_BOX_BEFORE = re.compile(rf"([{_MARKS}]+)([^{_MARKS}]*)")
_BOX_BEHIND = re.compile(rf"([^{_MARKS}]*)([{_MARKS}]+)")
_TICKED_WORD = re.compile(rf"[^{_MARKS}]+")
_ONE_MARK = re.compile(rf"[{_MARKS}]+")
#: Without any of these there is no box.
_OF_BOXES = frozenset(_MARKS + "þ¨ý£(（[【〔")
_CIRCLED = re.compile(r"[①-⑳]")
_NUMBERING = re.compile(r"\((?!0+\))\d{1,2}\)|(?<![\d.])\d{1,2}[.、)](?!\d)")
#: Between words, but not inside brackets: 事实无人抚养（父死亡、母失联） is one.
_BETWEEN = re.compile(r"[、,;/\n]+(?![^(]*\))")
_BLANKS = re.compile(r"[^\S\n]+(?![^(]*\))")
#: A letter before a word, or in brackets, may be somebody's tick.
_MAY_BE_TICK = re.compile(r"[(\[]\s*[A-Za-z*+]\s*[)\]]|(?<![A-Za-z])[A-Za-z](?=[㐀-鿿])")
_AROUND = " \t\n　、,，;；/。_:："


class _Doubtful(Exception):
    """To which word a tick belongs cannot be told."""


def without_numbering(text: str) -> str:
    """1.孤儿 2.留守, （1）孤儿（2）留守, ①孤儿②留守 with separators for numbers; half width turns ① into 1."""
    return _NUMBERING.sub("、", half_width(_CIRCLED.sub("、", text)))


def ticked_words(text: str) -> str:
    """Of words with boxes, the ticked ones, joined by 、. A text without boxes, or that leaves doubts, as it is."""
    marked = _with_marks(text)
    if not any(mark in marked for mark in _MARKS):
        return text
    try:
        words = [word for word in (one.strip(_AROUND) for one in _ticked_in(marked)) if word]
    except _Doubtful:
        return text
    is_doubtful = not words and _MAY_BE_TICK.search(half_width(marked))
    return text if is_doubtful else "、".join(words)


def is_mark(text: str) -> bool:
    """Whether the text is a box or a tick alone."""
    return bool(_ONE_MARK.fullmatch(_with_marks(text)))


def holds_box(text: str) -> bool:
    """Whether the text begins or ends with a box."""
    marked = _with_marks(text).strip()
    return bool(marked) and any(end in "□☐☑☒√" for end in (marked[0], marked[-1]))


def boxes_of(cells: Sequence[str]) -> str:
    """男 | √ | 女 | and | 男 | √ | 女, words and their boxes in cells of their own, as one text: ☑男 □女."""
    words = {place % 2 for place, text in enumerate(cells) if text and not is_mark(text)}
    marks = {place % 2 for place, text in enumerate(cells) if text and is_mark(text)}
    if len(words) != 1 or len(marks) != 1 or words == marks:
        return " ".join(filter(None, cells))
    step = 1 if 0 in words else -1
    pairs = (
        (text, cells[place + step] if 0 <= place + step < len(cells) else "")
        for place, text in enumerate(cells)
        if text and not is_mark(text)
    )
    return " ".join(f"{'☑' if _is_ticked(_with_marks(box)) else '□'}{word}" for word, box in pairs)


def is_list_of_boxes(text: str) -> bool:
    """Whether the text holds several boxes: one □ alone may be a character that was lost."""
    if _OF_BOXES.isdisjoint(text):
        return False
    marks = _ONE_MARK.findall(_with_marks(text))
    return len(marks) > 1 and any(box in mark for mark in marks for box in "□☐")


def _with_marks(text: str) -> str:
    """Each box as one sign: （√） as √, （ ） as □. Where ☐ is the empty box, ☒ is the ticked one, as Word draws it."""
    marked = _BRACKETED.sub(_sign_in, text.translate(_WINGDINGS))
    if any(mark in marked for mark in _EMPTY):
        marked = _WINGDINGS_TICK.sub("☑", marked)
    if "☐" in marked and not any(mark in marked for mark in _TICKS):
        marked = marked.replace("☒", "☑")
    return marked


def _sign_in(brackets: re.Match[str]) -> str:
    return "√" if brackets[1] in ("V", "v") else brackets[1] or "□"


def _ticked_in(marked: str) -> Iterator[str]:
    """Raises _Doubtful."""
    if not any(mark in marked for mark in _EMPTY):
        return _marked_among(marked)
    marked = marked.strip(_AROUND)
    if marked[0] in _MARKS:
        return _behind_their_boxes(marked)
    if marked[-1] in _MARKS:
        return _before_their_boxes(marked)
    raise _Doubtful


def _behind_their_boxes(marked: str) -> Iterator[str]:
    """☑孤儿 □留守; a tick typed behind a word that has its box before it is that word's: □孤儿√ □留守."""
    last, is_last_ticked = "", False
    for box, word in _BOX_BEFORE.findall(marked):
        if word.strip(_AROUND):
            if is_last_ticked:
                yield last
            last, is_last_ticked = word, _is_ticked(box)
        elif _is_ticked(box):
            if not last or last != last.rstrip():
                raise _Doubtful
            is_last_ticked = True
    if is_last_ticked:
        yield last


def _before_their_boxes(marked: str) -> Iterator[str]:
    """孤儿☑ 留守□; a tick typed before a word that has its box behind it is that word's: 孤儿□ √留守□."""
    is_next_ticked = False
    for word, box in _BOX_BEHIND.findall(marked):
        if word.strip(_AROUND):
            if is_next_ticked and word != word.lstrip():
                raise _Doubtful
            if is_next_ticked or _is_ticked(box):
                yield word
            is_next_ticked = False
        else:
            is_next_ticked = _is_ticked(box)
    if is_next_ticked:
        raise _Doubtful


def _marked_among(marked: str) -> Iterator[str]:
    """√孤儿、留守 and 男　女√: of words that stand apart those with a tick; the others have none."""
    for part in _BETWEEN.split(without_numbering(marked)):
        words = _BLANKS.split(part.strip())
        if len(words) > 1 and _ONE_MARK.fullmatch(words[0]):
            words[:2] = ["".join(words[:2])]
        if len(words) > 1 and _ONE_MARK.fullmatch(words[-1]):
            words[-2:] = ["".join(words[-2:])]
        for word in words:
            if _ONE_MARK.fullmatch(word):
                raise _Doubtful
            if _ONE_MARK.search(word):
                yield from _TICKED_WORD.findall(word)


def _is_ticked(box: str) -> bool:
    return any(tick in box for tick in _TICKS)
