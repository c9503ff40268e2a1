"""The numbers of official documents, in one way of writing."""

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
_YEAR = re.compile(r"[\[【〔(](\d{4})[\]】〕)]")


def tidy_number(text: str) -> str:
    """郑政办 [2014] 10号 → 郑政办〔2014〕10号 (GB/T 9704-2012, 7.2.5)."""
    return _YEAR.sub(r"〔\1〕", _BLANKS.sub("", unicodedata.normalize("NFKC", text)))
