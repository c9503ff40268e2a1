"""What a government's web page says of a document in so many words: 发文字号：…, 成文日期：…"""

import re
from collections.abc import Sequence

from content.intake.writing import plain, tidy

_KEYS = {
    "number": "发文字号|文件编号|文件字号|公文文号|文\\s*号|字\\s*号",
    "issuer": "发文机关|发文单位|发布机构|制发机关|发布机关|公开主体|制定机关",
    "source": "信息来源|文章来源|稿件来源",
    "signed": "成文日期|成文时间|发文日期|发文时间|签发日期|制发日期",
    "printed": "印发日期|印发时间",
    "published": "发布日期|发布时间|公开日期|生成日期|日\\s*期|时\\s*间",
    "title": "标\\s*题|名\\s*称|文件标题|信息名称|文件名称",
    "": "索\\s*引\\s*号|公开目录|阅读|访问量|作者|浏览|字号|主题分类|主题词|分\\s*类|体裁分类|"
    "组配分类|有\\s*效\\s*性|时\\s*效\\s*性|效力状态|关\\s*键\\s*词|来\\s*源|公开方式|公开范围|"
    "公开形式|失效日期|生效日期|废止日期|有效期|内容概述|服务对象|信息分类|统一编号|统一登记号|"
    "访问次数|点击数|点击次数|点击量|字体|登记号|规范性文件编号|有效期至|浏览次数|施行日期|实施日期",
}
_KEY = re.compile("|".join(f"(?:{words})" for words in _KEYS.values()))
# Keys that are known though nothing parts them from the fact before: spans of a page stand side by side.
_SURE = r"(?:发布日期|发布时间|发文字号|成文日期|信息来源|浏览次数|访问次数|点击数|点击次数|[〔]?字体)\s*[〕]?："
_PAIR = re.compile(
    rf"(?:^|(?<=[\s　|\]】〕])|(?={_SURE}))[\[【〔]?\s*({_KEY.pattern})\s*[\]】〕]?\s*[：:]"
)


def facts_in(text: str) -> dict[str, str]:
    """Facts by name; a line that says none of interest but is one of these has the name ""."""
    written = plain(text)
    pairs = list(_PAIR.finditer(written))
    if not pairs or (written[: pairs[0].start()].strip()):
        return {}
    ends = [pair.start() for pair in pairs[1:]] + [len(written)]
    return {
        _name_of(pair[1]): text[pair.end() : end].strip(" 　|")
        for pair, end in zip(pairs, ends, strict=True)
    }


def facts_in_table(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """A table whose cells are, in turns, names and facts; {} for any other."""
    facts: dict[str, str] = {}
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    for cell, following in zip(cells, [*cells[1:], ""], strict=True):
        key = plain(tidy(cell)).rstrip("：").strip("〔〕")
        if _KEY.fullmatch(key):
            facts.setdefault(_name_of(key), tidy(following) if key != "title" else following)
    return facts if len(facts) > 1 else {}


def _name_of(key: str) -> str:
    bare = tidy(key)
    return next(name for name, words in _KEYS.items() if re.fullmatch(words, bare))
