"""What the collection is called: by its title row, its sheet or its file, without place, year and 台账."""

import re
from collections.abc import Callable, Iterable
from pathlib import PurePath

from datasets.standards.writing import half_width

_LONGEST = 40
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】|《|》|“|”|\"")
_WHEN = re.compile(
    r"(?:截至|截止)?(?:19|20)\d\d(?:[-./年](?:\d{1,2}月?(?:份)?(?:[-./]?\d{1,2}日?)?)?)?(?:度)?|"
    r"[一二三四1-4]季度|第[一二三四1-4]季|[上下]半年|\d{1,2}月份?"
)
_NUMBERED = re.compile(r"^(?:附件|附表|表)\d*[-.、:]?\d*[:、.]?(?=[一-鿿])")
_PLACE = re.compile(r"^(?:[一-鿿]{2,8}?(?:省|自治区|市|县|区|镇|乡|街道|社区|村))+?(?=[一-鿿]{2})")
_ENDING = re.compile(
    r"(?:基本|有关|相关)?(?:信息|情况)?(?:登记|统计|汇总|明细|一览|花名|签到|公示|发放)?"
    r"(?:台账|台帐|花名册|名册|名单|登记簿|登记|汇总|统计|明细|清单|清册|记录表|一览表|报表|表|册|簿)$"
)
_ABOUT_FILES = re.compile(r"(?:最终版|终稿|定稿|副本|新建|模板|[-_ ]?v?\d+)$", re.IGNORECASE)
_NO_NAME = re.compile(
    r"sheet\d*|工作表\d*|表\d*|新建.*|附件\d*|花名册|名册|台账|book\d*|数据", re.IGNORECASE
)


def name_of_collection(
    *, titles: Iterable[str], sheet: str, file_name: str, is_region: Callable[[str], bool]
) -> str:
    """ "" where nothing names it. A title comes before the sheet's name, that before the file's."""
    for text in (*titles, sheet, PurePath(file_name).stem):
        name = _named(text, is_region)
        if name:
            return name
    return ""


def _named(text: str, is_region: Callable[[str], bool]) -> str:
    plain = "".join(half_width(text).split())
    plain = _NUMBERED.sub("", plain)
    if not plain or ":" in plain or _NO_NAME.fullmatch(plain):
        return ""
    plain = _WHEN.sub("", _BRACKETS.sub("", _ABOUT_FILES.sub("", plain)))
    plain = _without_place(plain.strip("-—_.、, "), is_region)
    shorter = _ENDING.sub("", plain).strip("-—_.、的 ")
    name = shorter if len(shorter) > 1 else plain
    return (
        name[:_LONGEST]
        if len(name) > 1 and not _NO_NAME.fullmatch(name) and not name.isdigit()
        else ""
    )


def _without_place(text: str, is_region: Callable[[str], bool]) -> str:
    """徐霞客镇爱心妈妈 → 爱心妈妈: a region of the register, else what reads like one."""
    for end in range(min(len(text) - 2, 20), 1, -1):
        if is_region(text[:end]):
            return text[end:]
    return _PLACE.sub("", text)
