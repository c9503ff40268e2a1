"""Codes of divisions (GB/T 2260 and the statistical codes below the county)."""

import re

from datasets.standards.writing import half_width

_CODE = re.compile(r"[1-9]\d(\d\d(\d\d(\d{3}(\d{3})?)?)?)?")
#: Digits → the level of the division (choices.RegionLevel).
LEVELS = {2: "province", 4: "city", 6: "county", 9: "township", 12: "village"}


def canonical_code(text: str) -> str:
    """The code without the zeros that fill it up to six, nine or twelve digits; "" for no code.

    >>> canonical_code("320281104000"), canonical_code("320000"), canonical_code("一组")
    ('320281104', '32', '')
    """
    code = "".join(half_width(text).split())
    if len(code) == 12:
        code = code.removesuffix("000")
    if len(code) == 9:
        code = code.removesuffix("000")
    if len(code) == 6:
        code = code.removesuffix("00")
    if len(code) == 4:
        code = code.removesuffix("00")
    return code if _CODE.fullmatch(code) else ""
