"""Lines that are no part of a document: page numbers, running heads, rules, what a web page puts around it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from content.intake.lines import Line
from content.intake.writing import plain, tidy

_DASH = r"[—–―－\-_·•~〜\s]"
_PAGE_NUMBERS = re.compile(
    rf"{_DASH}*\d{{1,3}}{_DASH}*"
    r"|第?\s*\d{1,3}\s*页?\s*[/，,共]+\s*\d{1,3}\s*页?"
    r"|第\s*(?:\d{1,3}|[一二三四五六七八九十]{1,4})\s*页(?:\s*[，,/]?\s*共\s*\d{1,3}\s*页)?"
    r"|[Pp]age\s*\d+(?:\s*of\s*\d+)?"
)
_RULE = re.compile(r"[\W_]+")
_AROUND = re.compile(
    r"【?(?:字体|字号)[：:]?.{0,12}|(?:打印|关闭|返回|收藏|分享|打印本页|关闭窗口|返回顶部|我要纠错|扫一扫.{0,20}|分享到.{0,20}|[\s|【】〔〕]+)+"
    r"|(?:您?(?:当前)?(?:所在|现在)?的?位置|首页|网站首页)\s*[：:>»].*|(?:设为首页|皮肤设置|无障碍|网站地图|加入收藏).*|(?:浏览次数|点击数|阅读次数|访问量|阅读量).{0,14}"
    r"|(?:上一篇|下一篇|上一条|下一条|责任编辑|编辑|审核|作者)[：:].{0,60}|[^。]{0,60}(?:ICP备|公网安备|网站标识码|网站地图|网站声明)[^。]*|版权所有.*"
    r"|(?:[\u4e00-\u9fff]{0,6}(?:政策解读|相关链接|相关文件|相关附件|文件下载|附件下载|解读链接))(?:[：:].{0,60})?"
)
_FEWEST_PAGES = 3
_LONGEST_HEAD = 40


def without_noise(lines: Iterable[Line]) -> list[Line]:
    """The lines of the document and its tables. Blank lines go; where noise stood, an empty one stays."""
    shown = [line for line in lines if line.rows or line.text.strip(" 　")]
    heads = _running_heads(shown)
    return [
        line
        if line.rows or not (_is_noise(line.text) or tidy(line.text) in heads)
        else replace(line, text="")
        for line in shown
    ]


def _is_noise(text: str) -> bool:
    shown = plain(text).strip(" 　")
    return bool(
        _PAGE_NUMBERS.fullmatch(shown) or _RULE.fullmatch(shown) or _AROUND.fullmatch(shown)
    )


def _running_heads(lines: list[Line]) -> set[str]:
    """What stands first or last on most pages."""
    pages: dict[int, list[str]] = defaultdict(list)
    for line in lines:
        if line.page and line.text:
            pages[line.page].append(tidy(line.text))
    if len(pages) < _FEWEST_PAGES:
        return set()
    ends = Counter(text for page in pages.values() for text in {page[0], page[-1]})
    return {
        text
        for text, count in ends.items()
        if count >= _FEWEST_PAGES and count * 2 > len(pages) and len(text) <= _LONGEST_HEAD
    }
