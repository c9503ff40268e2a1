"""The numbers that Word draws before paragraphs: they stand nowhere in the text (ECMA-376, 17.9)."""

import re
from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

_DIGITS = "〇一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")
_CHINESE = frozenset({
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting",
    "ideographDigital", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanDigital2", "japaneseLegal",
})  # fmt: skip
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})


class Numbering:
    """Counts through the paragraphs of one document, in their order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._list_of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._of_style = _numbered_styles(document)
        part = next(
            (one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")),
            None,
        )  # fmt: skip
        if part is not None:
            self._learn(part.element)

    def label_of(self, paragraph: Any) -> str:
        """What is drawn before the paragraph; "" where nothing is, or only a dot."""
        number, level = self._place_of(paragraph)
        kept = self._list_of.get(number, "")
        levels = self._levels.get(kept, {})
        if level not in levels:
            return ""
        counts = self._counts[kept]
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        style, pattern, _start = levels[level]
        if style in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda found: self._drawn(levels, counts, int(found[1]) - 1), pattern)

    def _drawn(
        self, levels: dict[int, tuple[str, str, int]], counts: dict[int, int], level: int
    ) -> str:
        style, _pattern, start = levels.get(level, ("decimal", "", 1))
        return drawn(counts.get(level, start), style)

    def _learn(self, root: Any) -> None:
        for abstract in root.iter(qn("w:abstractNum")):
            self._levels[abstract.get(qn("w:abstractNumId"))] = {
                int(level.get(qn("w:ilvl"))): (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )
                for level in abstract.iter(qn("w:lvl"))
            }
        for number in root.iter(qn("w:num")):
            self._list_of[number.get(qn("w:numId"))] = _value(number, "w:abstractNumId", "")

    def _place_of(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph, by itself or by its style."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if own is not None:
            return _value(own, "w:numId", ""), int(_value(own, "w:ilvl", "0"))
        return self._of_style.get(style.get(qn("w:val")) if style is not None else "", ("", 0))


def drawn(count: int, style: str) -> str:
    """A number as Word draws it in this style."""
    if style in _CHINESE:
        return chinese(count)
    if style in _CIRCLED and 1 <= count <= 20:
        return chr(ord("①") + count - 1)
    if style in ("lowerLetter", "upperLetter") and 1 <= count <= 26:
        return chr(ord("a" if style == "lowerLetter" else "A") + count - 1)
    return str(count)


def chinese(count: int) -> str:
    """From 1 to 99; beyond that digit by digit.

    >>> chinese(7), chinese(10), chinese(21)
    ('七', '十', '二十一')
    """
    tens, ones = divmod(count, 10)
    if not 1 <= count <= 99:
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (
        _DIGITS[ones] if ones else ""
    )


def _numbered_styles(document: Any) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for style in document.styles.element.iter(qn("w:style")):
        numbers = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if numbers is not None:
            place = _value(numbers, "w:numId", ""), int(_value(numbers, "w:ilvl", "0"))
            found[style.get(qn("w:styleId"))] = place
    return found


def _value(element: Any, name: str, otherwise: str) -> str:
    child = element.find(qn(name))
    return otherwise if child is None else (child.get(qn("w:val")) or otherwise)
