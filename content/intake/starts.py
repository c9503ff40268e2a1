"""What a line is by its form: a title, a mark such as 附件 or 抄送, a date, an agency's paragraph."""

import re

from content.intake.agencies import agencies_listed
from content.intake.members.people import has_title
from content.intake.writing import DATE, plain, tidy

#: How the titles of official documents end.
DOCUMENT_KINDS = (
    "通知", "意见", "实施意见", "方案", "办法", "规定", "条例", "决定", "公告", "通告", "函", "细则", "规划",
    "纲要", "计划", "要点", "报告", "批复",
    "通报", "规则", "措施", "制度", "机制", "标准", "规范", "指南", "指引", "清单", "分工", "分工表", "任务表",
    "职责", "职责分工", "责任分工", "预案",
    "流程", "倡议书", "章程", "名单", "目录", "要求", "若干措施", "行动", "工程", "议定书", "法", "令", "总结",
    "说明", "纪要", "会议纪要", "名册", "台账", "请示", "办法（试行）", "一览表", "表", "指导意见",
    "备忘录", "任务分解", "任务分工", "责任清单", "任务清单", "成员名单", "组成人员", "人员名单", "工作职责",
    "职责任务",
)  # fmt: skip
_KIND = "|".join(sorted(DOCUMENT_KINDS, key=len, reverse=True))
_TITLE = re.compile(
    rf"[^。；，！？：]{{2,}}(?:{_KIND})(?:（[^（）]*(?:试行|暂行|稿|年|版|修订)[^（）]*）)?"
)
_NO_TITLE = re.compile(r"(?:如下|以下)")
_MARK = re.compile(
    r"附\s*(?:件|表|录)\s*(?:\d{1,2}|[一二三四五六七八九十])?\s*(?:$|[：:.、\-—])|附\s*[：:]|抄\s*送|抄\s*报|主\s*送\s*[：:]|主题词\s*[：:]|分\s*送|发\s*送|"
    r"（?信息公开形式|(?:主办|督办|承办|校对|打字|拟稿|联系人|联系电话|信息公开选项|公开属性|公开方式)\s*[：:]|（?此件.{0,8}公开|（?此件不公开"
)
_ATTACHMENT = re.compile(
    r"附\s*(?:件|表|录)\s*(\d{1,2}|[一二三四五六七八九十])?\s*[：:.、\-—]?\s*(.*)", re.DOTALL
)
_PRINTED = re.compile(
    r"(?:(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[〇○零一二三四五六七八九十]{4}年.{2,8}日)\s*印\s*(?:发|制)?$"
)
_SALUTATION = re.compile(
    r"[一-鿿]{2,4}(?:委员|代表)：|(?:各|市直|省直|县直|区直|有关|驻|本|中央|国务院|机关|[一-鿿]{2,8}(?:省|市|县|区)).{0,160}：$"
)
_ROLE = re.compile(
    r"(?:牵头|责任|配合|主办|协办|承办|落实|实施|参加|参与|主责|完成)+(?:单位|部门|主体)\s*："
)
_OF_DUTIES = re.compile(r"(?:的)?(?:主要|工作|具体)?(?:职责|职能|责任|任务)(?:分工|任务)?$")
_LONGEST_NAME = 40
_SHORTEST_WORDING = 6
_LONGEST_TITLE = 90


def is_title(text: str) -> bool:
    """Whether a line reads like the title of a document: no stop in it, and ending like one."""
    shown = tidy(plain(text))
    if shown.count("《") != shown.count("》"):  # broken within the title of the plan that it issues
        return False
    return (
        4 <= len(shown.partition("关于")[2] or shown) <= _LONGEST_TITLE
        and _TITLE.fullmatch(shown) is not None
        and not _NO_TITLE.search(shown)
    )


def as_title(text: str) -> str:
    """A title on one line; of several agencies before 关于 each is set apart, as documents print them."""
    issuers, about, rest = [*re.split("(关于|印发)", text, maxsplit=1), "", ""][:3]
    names = issuers.split()
    if about and len(names) > 1 and all(agencies_listed(name) for name in names):
        return " ".join(names) + tidy(about + rest)
    return tidy(text)


def is_mark(text: str) -> bool:
    """附件, 抄送, 主办 and the like begin it, or it is the line of the printing."""
    shown = plain(text).strip(" 　")
    return _MARK.match(shown) is not None or is_printing(shown)


def attachment_in(text: str) -> tuple[str, str] | None:
    """The number (perhaps "") and the name (perhaps "") of an attachment that the line begins or lists."""
    shown = plain(text).strip(" 　")
    if not re.match(
        r"附\s*(?:件|表|录)\s*(?:\d{1,2}|[一二三四五六七八九十])?\s*(?:$|[：:.、\-—])|附\s*[：:]",
        shown,
    ):
        return None
    match = _ATTACHMENT.fullmatch(shown)
    if match is None:
        return "", tidy(re.sub(r"^附\s*[：:]", "", shown))
    return match[1] or "", tidy(match[2])


def is_printing(text: str) -> bool:
    """郑州市人民政府办公厅　2014年4月14日印发."""
    return _PRINTED.search(tidy(plain(text))) is not None


def is_date(text: str) -> bool:
    shown = tidy(plain(text)).strip("（）")
    return DATE.fullmatch(shown) is not None


def is_salutation(text: str) -> bool:
    shown = tidy(plain(text))
    return _SALUTATION.fullmatch(shown) is not None and "。" not in shown


def agency_lead(text: str) -> tuple[list[str], int]:
    """The agencies whose paragraph it is (市民政局：负责…), and where its words begin; [] and 0 for none."""
    written = plain(text)
    for match in re.finditer(r"[：。]|\s+", written[: _LONGEST_NAME * 2]):
        is_blank = match[0] not in "：。"
        named = agencies_listed(written[: match.start()])
        if named and not (is_blank and not _is_wording(written[match.end() :])):
            return named, match.end()
        if not is_blank:
            break
    return [], 0


def heading_agencies(heading: str) -> list[str]:
    """The agencies of a heading that consists of them: 市民政局, 市民政局主要职责; [] of any other."""
    return agencies_listed(_OF_DUTIES.sub("", plain(heading))) or agencies_listed(heading)


def names_agency_only(text: str) -> bool:
    """Whether the line is an agency's name and perhaps a colon: what stands below may be its own."""
    written = plain(text).strip()
    return not re.search("[。；，]", written) and bool(heading_agencies(written.rstrip("：")))


def _is_wording(text: str) -> bool:
    """After an agency and a blank: what it has to do, not another agency, a person or a row of cells."""
    return (
        len(text) >= _SHORTEST_WORDING
        and not re.search(r"\s{2,}|　", text)
        and not has_title(text)
        and not is_title(text)
        and not DATE.search(text)
        and not agencies_listed(text)
        and not any(map(agencies_listed, text.split(maxsplit=1)[:1]))
    )


def begins_role(text: str) -> bool:
    """责任单位：市民政局 on a line of its own."""
    return _ROLE.match(plain(text).strip(" 　（")) is not None


def begins_agency(text: str) -> bool:
    return bool(agency_lead(text)[0])
