"""Names of agencies as they stand in the register, and as tables of duties shorten them."""

import re

from datasets.standards.region_names import region_key
from datasets.standards.writing import half_width

_NOISE = re.compile(r"[\s·．.、,，。;；:：()\[\]“”\"'《》〈〉-]+")
_OWN_AREA = re.compile(r"^(?:本|我|全)?[市县区]|^(?:本|我)?[镇乡]")
#: How offices are called for short; each short form means one of them.
_SHORT = (
    ("妇女联合会", "妇联"),
    ("残疾人联合会", "残联"),
    ("人力资源和社会保障局", "人社局"),
    ("人力资源社会保障局", "人社局"),
    ("卫生和计划生育委员会", "卫计委"),
    ("卫生健康委员会", "卫健委"),
    ("精神文明建设指导委员会办公室", "文明办"),
    ("关心下一代工作委员会", "关工委"),
    ("共青团", "团"),
    ("委员会", "委"),
    ("人民政府", "政府"),
    ("人民法院", "法院"),
    ("人民检察院", "检察院"),
)


def agency_keys(name: str, area: str = "") -> set[str]:
    """The forms under which `name` is found; `area` is the region that it may begin with.

    >>> sorted(agency_keys("江阴市妇女联合会", "江阴市"))
    ['妇联', '江阴妇联', '江阴市妇联']
    >>> "妇联" in agency_keys("市妇联")
    True
    >>> agency_keys("团市委") & agency_keys("共青团江阴市委员会", "江阴市")
    {'团市委'}
    """
    whole = _NOISE.sub("", half_width(name)).upper()
    for long, short in _SHORT:
        whole = whole.replace(long, short)
    if not area:
        own = _OWN_AREA.sub("", whole)
        return {whole, own} if len(own) > 1 else {whole}
    short_area = region_key(area)
    for written in (area, short_area):
        if written and whole.startswith(written) and len(whole) > len(written) + 1:
            bare = whole[len(written) :]
            return {whole, bare, short_area + bare}
    return {whole, whole.replace(area, area[-1:])}
