"""Names of divisions as they stand in the register, and as ledgers shorten them."""

import re

from datasets.standards.writing import half_width

# Longest first. A village's ending may follow another (刘桥村村委会), the others stand alone.
_VILLAGE_ENDINGS = (
    "社区居民管理委员会", "社区居民委员会", "社区管理委员会", "社区委员会", "社区居委会",
    "社区村委会", "社区工作站", "村民委员会", "居民委员会", "居民委", "村委会", "居委会",
    "家委会", "社区", "村委", "居委", "行政村", "村",
)  # fmt: skip
_OTHER_ENDINGS = (
    "街道办事处", "管理委员会", "办事处", "管委会", "自治县", "自治区", "街道", "矿区",
    "镇", "乡", "省", "市", "县", "区", "盟", "旗",
)  # fmt: skip
_COMMUNITY = re.compile("社区|居委|居民")
_KIND = re.compile("社区|居委|居民|村$|村委|村民委")
_BLANKS = re.compile(r"[\s·．.、,，]+")


def region_key(name: str) -> str:
    """`name` without its kind, as clerks shorten it; never less than two characters.

    >>> [region_key(name) for name in ("刘桥村村委会", "刘桥村", "徐霞客镇", "新村", "城关街道办事处")]
    ['刘桥', '刘桥', '徐霞客', '新村', '城关']
    """
    text = _BLANKS.sub("", half_width(name))
    shorter = _without(text, _VILLAGE_ENDINGS)
    if shorter != text:
        return _without(shorter, _VILLAGE_ENDINGS)
    return _without(text, _OTHER_ENDINGS)


def is_of_other_kind(name: str, other: str) -> bool:
    """Whether one is a village and the other a community: 云亭社区居民委员会, 云亭村村委会."""
    kinds = {_COMMUNITY.search(text) is not None for text in (name, other) if _KIND.search(text)}
    return len(kinds) > 1


def _without(text: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if text.endswith(ending) and len(text) - len(ending) >= 2:
            return text[: -len(ending)]
    return text
