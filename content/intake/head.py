"""The matter before the text: who issues, the number, the title, to whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from content.intake.agencies import agencies_listed, is_agency
from content.intake.document import Head
from content.intake.labels import Kind, label_of
from content.intake.lines import Line
from content.intake.members.lines import begins_post
from content.intake.page_facts import facts_in, facts_in_table
from content.intake.starts import as_title, begins_agency, is_date, is_mark, is_salutation, is_title
from content.intake.writing import (
    DATE,
    ORDER,
    date_in,
    issue_number_in,
    number_of,
    numbers_in,
    plain,
    tidy,
)

_MOST_LINES = 80
_MOST_TITLE_LINES = 8
_SALUTATION_LINES = 6
_LONG = 60
_PUBLISHED = re.compile(
    r"(?:19|20)\d{2}(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})\s*\d{1,2}[：时]"
)
_OF_DUTIES = re.compile("(?:职责|分工|任务|清单)(?:（[^）]*）)?$")
_BULLETS = "•●■◆▪·* 　"
#: Whom it is addressed to, where the colon was forgotten.
_ADDRESSED = re.compile(r"各.{2,}(?:单位|部门|人民政府|政府|办事处|局|委|管委会|学校|机构)")
_RED_HEAD = re.compile(r"(.*?)文\s*件$")
#: …东湖省第十三届人民代表大会常务委员会第三十八次会议通过
_CONGRESS = re.compile(
    r"((?:(?!日)[一-鿿]){2,12})?第[一二三四五六七八九十]{1,3}届(全国)?(人民代表大会(?:常务委员会)?)"
)
_BARE_ORDER = re.compile(r"(?:令|公告|通告)(?:〔?(?:19|20)\d{2}〕?年?)?第\d{1,4}号")
_OF_MINUTES = re.compile(r"([一-鿿]*纪要)（?([〔（](?:19|20)\d{2}[〕）]第?\d{1,4}[期号])）?")
_MEETING = re.compile(
    r"(.{2,}?)(?:第.{1,5}[次届])?(?:专题|常务|办公|工作|协调|调度|党组|全体)*(?:会议|会)?纪要"
)
_EDITED = re.compile("(?:编印|整理|印发|印)$")
_SIGNER = re.compile(r"(?:签发人.*)?")
_SALUTES = re.compile(
    r"^[一-鿿]{2,4}(?:委员|代表)：$|^(?:各|市直|省直|县直|区直|有关|驻|市各)|(?:人民政府|政府|部门|单位|办事处|管委会|局|厅|委|会|院)[，、：]"
)


@dataclass
class _Finding:
    """What the lines of the head are: their texts, and which of them are taken for something else than the title."""

    texts: list[str]
    taken: set[int] = field(default_factory=set)


def read_head(lines: Sequence[Line]) -> tuple[Head, int]:
    """The head, and the index of the first line of the text."""
    head = Head()
    end = _end_of_head(lines)
    finding = _Finding([])
    for line in lines[:end]:
        if line.rows:
            _learn(head, facts_in_table(line.rows))
            head.around += [" ".join(map(tidy, row)).strip() for row in line.rows]
            continue
        facts = facts_in(line.text)
        head.around += [tidy(line.text)] if facts else []
        finding.texts.append("" if facts else line.text.lstrip(_BULLETS))
        _learn(head, facts)
    _find_number(head, finding)
    _find_issuers(head, finding)
    _find_title(head, finding)
    _find_passing(head, finding)
    start = end
    while start < min(end + _SALUTATION_LINES, len(lines)) and _salutes(lines, end):
        head.salutation += tidy(lines[start].text)
        start += 1
        if plain(head.salutation).endswith("："):
            break
    if (
        not head.salutation
        and finding.texts
        and _ADDRESSED.fullmatch(plain(tidy(finding.texts[-1])))
    ):
        head.salutation = tidy(finding.texts.pop())
    head.around += [
        tidy(text)
        for index, text in enumerate(finding.texts)
        if text and index not in finding.taken
    ]
    head.issuers = head.issuers or _issuers_of_title(head.title)
    return head, start


def _end_of_head(lines: Sequence[Line]) -> int:
    for index, line in enumerate(lines[:_MOST_LINES]):
        if line.rows:
            if not facts_in_table(line.rows):
                return index
        elif not facts_in(line.text) and (
            _is_text(line.text)
            or _salutes(lines, index)
            or begins_post(line.text)
            or (index > 0 and begins_agency(line.text) and _OF_DUTIES.search(_above(lines, index)))
        ):
            return index
    return min(len(lines), _MOST_LINES)


def _is_text(text: str) -> bool:
    shown = plain(text).strip()
    labelled = label_of(shown)
    if labelled and (labelled[0].kind != Kind.NUMBER_BRACKETS or labelled[0].value == 1):
        return True
    is_passing = shown.startswith("（") and shown.endswith("）") and "通过" in shown
    is_long = len(shown) > _LONG and "，" in shown
    if re.search("(?:如下|以下).{0,6}：$", shown):
        return True
    return not is_passing and ("。" in shown or shown.endswith(("，", "；")) or is_long)


def _salutes(lines: Sequence[Line], index: int) -> bool:
    """Whether a salutation begins there, on one line or several."""
    joined = ""
    if _OF_DUTIES.search(_above(lines, index)):  # 市民政局： is the first of those who have duties
        return False
    for line in lines[index : index + _SALUTATION_LINES]:
        shown = plain(line.text).strip()
        if line.rows or "。" in shown or label_of(shown):
            return False
        joined += tidy(shown)
        if is_salutation(joined) or (joined.endswith("：") and _SALUTES.search(joined)):
            return len(joined) > 2 and _SALUTES.search(plain(lines[index].text)) is not None
        if shown.endswith("："):
            return False
        if is_title(joined):
            return False
    return False


def _above(lines: Sequence[Line], index: int) -> str:
    """The nearest line above that says more than when and whence."""
    for line in reversed(lines[:index]):
        if (
            line.text
            and not facts_in(line.text)
            and not _PUBLISHED.match(plain(line.text))
            and not line.text.endswith((":", "："))
        ):
            return tidy(line.text)
    return ""


def _learn(head: Head, facts: dict[str, str]) -> None:
    """What a page says in so many words. The first word counts."""
    head.number = head.number or number_of(facts.get("number", ""))
    head.title = head.title or tidy(facts.get("title", ""))
    if "issuer" in facts and not head.issuers:
        head.issuers = _named_in(facts["issuer"])
    head.source = head.source or agencies_listed(facts.get("source", ""))
    head.signed = head.signed or date_in(facts.get("signed", ""))
    head.printed = head.printed or date_in(facts.get("printed", ""))
    head.published = head.published or date_in(facts.get("published", ""))


def _named_in(text: str) -> list[str]:
    return [one for one in re.split(r"[\s　、，;；]+", text) if one]


def _find_number(head: Head, finding: _Finding) -> None:
    for index, text in enumerate(finding.texts):
        shown = tidy(plain(text))
        pair = shown + tidy(plain("".join(finding.texts[index + 1 : index + 2])))
        minutes = _OF_MINUTES.fullmatch(shown)
        if minutes:  # 专题会议纪要〔2021〕15号: the title and the number
            head.number = head.number or issue_number_in(minutes[2])
            finding.texts[index] = minutes[1]
        elif _is_number(shown):
            finding.taken.add(index)
            head.around += re.findall("签发人.*", shown)
            head.number = head.number or number_of(shown)
        elif _BARE_ORDER.fullmatch(pair) and not head.number:
            _take_order_of_several(head, finding, index)
        elif ORDER.fullmatch(shown) or (ORDER.fullmatch(pair) and shown.endswith(("令", "公告"))):
            finding.taken |= {index} if ORDER.fullmatch(shown) else {index, index + 1}
            head.number = head.number or number_of(shown if ORDER.fullmatch(shown) else pair)
            if not head.issuers:
                head.issuers = [re.split("令|公告", shown)[0]]
        elif issue_number_in(text) and not head.number:
            finding.taken.add(index)
            head.number, head.signed = issue_number_in(text), head.signed or date_in(shown)


def _take_order_of_several(head: Head, finding: _Finding, index: int) -> None:
    """民政部, 公安部 on lines of their own above 公告 and 第567号."""
    first = index
    while first and _names(finding.texts[first - 1]) and first - 1 not in finding.taken:
        first -= 1
    names = [name for text in finding.texts[first:index] for name in _names(text)]
    is_apart = tidy(plain(finding.texts[index])) in ("令", "公告", "通告")
    finding.taken |= set(range(first, index + 1 + is_apart))
    last = finding.texts[index + 1] if is_apart else ""
    head.number = " ".join(names) + tidy(plain(finding.texts[index] + last))
    head.issuers = head.issuers or names


def _is_number(text: str) -> bool:
    """Whether the line is a number and no more, in brackets or before the name of the signer."""
    shown = text.removeprefix("（").removesuffix("）")
    found = numbers_in(shown)
    return bool(found) and found[0][0] == 0 and _SIGNER.fullmatch(shown[found[0][1] :]) is not None


def _find_issuers(head: Head, finding: _Finding) -> None:
    """The red head: 郑州市人民政府办公厅文件, or several names over the word 文件."""
    for index, text in enumerate(finding.texts):
        match = _RED_HEAD.fullmatch(tidy(text))
        if match is None or index in finding.taken or "关于" in text:
            continue
        first = index
        while first and _names(finding.texts[first - 1]) and first - 1 not in finding.taken:
            first -= 1
        named = [name for one in finding.texts[first:index] for name in _names(one)]
        raw = re.sub(r"文\s*件\s*$", "", text)
        named += _names(raw) or ([match[1]] if match[1] else [])
        last = index
        while (
            match[1] and named and last + 1 < len(finding.texts) and _names(finding.texts[last + 1])
        ):
            last += 1
            named += _names(finding.texts[last])
        finding.taken |= set(range(first, last + 1))
        head.issuers = head.issuers or named
        return


def _names(text: str) -> list[str]:
    """Agencies of a line of the red head, whose signs may be set apart."""
    parts = plain(text).split()
    if len(parts) > 1 and all(is_agency(part) for part in parts):
        return parts
    return agencies_listed(tidy(text))


def _find_title(head: Head, finding: _Finding) -> None:
    texts, taken = finding.texts, finding.taken
    after = max(taken, default=-1) + 1
    for begin in (after, 0):
        for last in range(begin, len(texts)):
            first = _first_line_of_title(texts, taken, last, begin)
            if first is not None:
                joined = as_title(" ".join(texts[first : last + 1]))
                if head.title in ("", joined):
                    taken |= set(range(first, last + 1))
                head.title = head.title or joined
                return
    if not head.title:
        open_lines = [
            index
            for index, text in enumerate(texts)
            if index not in taken and len(tidy(text)) > 5 and not DATE.search(plain(text))
        ]
        if open_lines:
            longest = max(open_lines, key=lambda i: len(tidy(texts[i])))
            taken.add(longest)
            head.title = tidy(texts[longest])


def _first_line_of_title(texts: list[str], taken: set[int], last: int, begin: int) -> int | None:
    """Where the title that ends on line `last` begins; None where none ends there."""
    first, found = last, None
    while first >= begin and last - first < _MOST_TITLE_LINES:
        text = tidy(texts[first])
        if first in taken or not text or is_mark(text) or DATE.search(text):
            break
        joined = tidy("".join(texts[first : last + 1]))
        if is_title(joined):
            is_better = found is None or "关于" not in tidy("".join(texts[found : last + 1]))
            if is_better or is_agency(text) or agencies_listed(text):
                found = first
            else:
                break
        elif found is not None:
            break
        first -= 1
    return found


def _find_passing(head: Head, finding: _Finding) -> None:
    """（2020年10月17日…通过） under the title of a law, a day alone, or when a page put it out."""
    for text in finding.texts:
        shown = tidy(plain(text))
        undated = _EDITED.sub("", DATE.sub("", shown).strip("（）"))
        if shown != undated and is_agency(undated) and not text.startswith("（"):
            head.signed = head.signed or date_in(shown)
            head.issuers = head.issuers or [undated]
        elif is_date(shown) or (shown.startswith("（") and date_in(shown)):
            head.signed = head.signed or date_in(shown)
            passed_by = _CONGRESS.findall(shown)
            if passed_by and not head.issuers:
                head.issuers = ["".join(passed_by[-1])]
        elif _PUBLISHED.match(shown):
            head.published = head.published or date_in(shown)


def _issuers_of_title(title: str) -> list[str]:
    meeting = _MEETING.fullmatch(title)
    if meeting:
        return agencies_listed(meeting[1])
    before, about, _rest = title.partition("关于")
    return agencies_listed(before) or ([before] if about and is_agency(before) else [])
