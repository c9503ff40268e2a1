"""How Chinese text is typed: one canonical form for what looks the same."""

import re
import unicodedata

# The dots between the parts of a Uyghur or Tibetan name; the standard one is U+00B7.
_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･●．", "·"))
_HAN = r"㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_DOT_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s*\.\s*(?=[{_HAN}])")
_BLANK_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}·])\s+(?=[{_HAN}·])")
#: As nearly all are written.
PLAIN_NAME = re.compile(r"[一-鿿]{2,4}")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")

# What a clerk types to say that there is nothing.
_NOTHING = frozenset(
    {
        "",
        "无",
        "—",
        "——",
        "-",
        "--",
        "/",
        "//",
        "\\",
        "无。",
        "N/A",
        "n/a",
        "NULL",
        "null",
        "*",
        "…",
        "……",
        "...",
        "......",
        "·",
    }
)


def half_width(text: str) -> str:
    """Full-width letters, digits and signs as their ASCII forms; ideographs untouched; no invisible marks."""
    if text.isascii() or (text.isprintable() and unicodedata.is_normalized("NFKC", text)):
        return text
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def one_line(text: str) -> str:
    """`text` trimmed, each run of blanks and line breaks as one blank."""
    return " ".join(text.split())


def is_nothing(text: str) -> bool:
    """Whether the cell says that there is nothing: blank, 无, a dash, a stroke."""
    return text in _NOTHING


def name_of_person(text: str) -> str:
    """A person's name in canonical form: no blanks between ideographs, the standard middle dot.

    >>> name_of_person("张　伟"), name_of_person("买买提•艾力")
    ('张伟', '买买提·艾力')
    """
    if PLAIN_NAME.fullmatch(text):
        return text
    dotted = _DOT_BETWEEN_HAN.sub("·", _INVISIBLE.sub("", text).translate(_DOTS))
    return _BLANK_BETWEEN_HAN.sub("", one_line(dotted))
