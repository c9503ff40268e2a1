"""A file is often several texts: the notice, the plan that it issues, its attachments, and the matter at the end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from content.intake.agencies import agencies_listed, is_agency
from content.intake.document import Head
from content.intake.labels import Kind, label_of
from content.intake.mending import Paragraph
from content.intake.starts import attachment_in, is_date, is_mark, is_printing, is_title
from content.intake.writing import DATE, date_in, plain, tidy

_LONGEST_LINE = 45
_MOST_TITLE_LINES = 4
#: A page lists attachments as files to be fetched.
_FILE = re.compile(r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|rar|zip)$", re.IGNORECASE)
_ISSUES = re.compile("印发|转发|发布|公布|下发|批转")


@dataclass
class Part:
    """`mark` is 附件2 and the like, "" for the document itself and the plan that it issues."""

    mark: str = ""
    heading: str = ""
    place: int = 0
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def is_numbered(self) -> bool:
        return any(label_of(one.text) for one in self.paragraphs if not one.rows)


def divided(paragraphs: Sequence[Paragraph], head: Head) -> list[Part]:
    """The parts; what is no text goes to the head: signature, days, lists of attachments, 抄送."""
    return _Division(list(paragraphs), head).parts_in_order()


def only_issues(title: str) -> bool:
    """Whether the title is that of a notice which makes another text known."""
    return _ISSUES.search(title) is not None


class _Division:
    def __init__(self, paragraphs: list[Paragraph], head: Head) -> None:
        self.paragraphs = paragraphs
        self.head = head
        self.parts = [Part()]
        self.at = 0
        self.is_signed = False
        self.is_over = False  # after 抄送: what follows is no text until another part begins

    def parts_in_order(self) -> list[Part]:
        while self.at < len(self.paragraphs):
            paragraph = self.paragraphs[self.at]
            self.at += 1
            if paragraph.rows:
                self.parts[-1].paragraphs.append(paragraph)
            elif not (self._is_attachment(paragraph) or self._is_at_the_end(paragraph)):
                self._take(paragraph)
        return self.parts

    def _take(self, paragraph: Paragraph) -> None:
        title = self._title_from(paragraph)
        if title and self._is_plan(title):
            self.head.title = self.head.title or title  # of an order (令) it stands above the rules
            self.parts.append(Part(heading=title, place=paragraph.place))
            self.is_over = False
        elif self.is_over and label_of(paragraph.text) is None and len(paragraph.text) < 120:
            self.head.around.append(paragraph.text)
        else:
            self.is_over = False
            self.parts[-1].paragraphs.append(paragraph)

    def _is_plan(self, title: str) -> bool:
        """Whether the title is that of the text which the notice issues."""
        if len(self.parts) > 1 or self.parts[0].is_numbered or not self.parts[0].paragraphs:
            return False
        issued = tidy(self.head.title)
        bare = re.sub(r"（[^）]*）$", "", title)
        return not issued or only_issues(issued) or bare in issued

    def _title_from(self, paragraph: Paragraph) -> str:
        """The title that begins with this paragraph, perhaps over several; "" for none. Takes its lines."""
        joined = ""
        for offset in range(_MOST_TITLE_LINES):
            index = self.at - 1 + offset
            if index >= len(self.paragraphs) or not _may_be_title(self.paragraphs[index]):
                return ""
            joined += self.paragraphs[index].text
            if is_title(joined):
                following = self.paragraphs[index + 1 : index + 2]
                has_more = following and re.fullmatch(r"（[^）]{1,12}）", plain(following[0].text))
                if has_more:  # （试行） on a line of its own
                    joined += following[0].text
                if self._is_plan(joined):
                    self.at += offset + bool(has_more)
                return joined
        return ""

    def _is_attachment(self, paragraph: Paragraph) -> bool:
        """Take a list of attachments into the head, or begin an attachment's part."""
        named = attachment_in(paragraph.text)
        if named is None:
            return False
        number, name = named
        is_list = bool(name) or paragraph.text.rstrip()[-1:] in "：:"
        if is_list and not self._has_body(name):
            self._take_list(name)
            return True
        heading = name if name and len(name) <= _LONGEST_LINE * 2 else self._heading()
        self.parts.append(Part(f"附件{number}", heading, paragraph.place))
        self.is_over = False
        return True

    def _has_body(self, name: str) -> bool:
        """Whether the text of the attachment follows, not only its name in a list."""
        if re.match(r"\d{1,2}\s*[.、]", plain(name)) or _FILE.search(name):
            return False
        known = any(
            tidy(name) in tidy(one) or tidy(one) in tidy(name) for one in self.head.attachments
        )
        following = self.paragraphs[self.at : self.at + 1]
        ends_here = not following or is_mark(following[0].text) or is_date(following[0].text)
        return bool(name) and (known or self.is_signed) and not ends_here

    def _take_list(self, name: str) -> None:
        names = [re.sub(r"^\d{1,2}\s*[.、]\s*", "", plain(name))] if name else []
        while self.at < len(self.paragraphs):
            text = self.paragraphs[self.at].text
            labelled = label_of(text)
            is_next = (
                labelled is not None
                and labelled[0].kind == Kind.NUMBER
                and labelled[0].value == len(names) + 1
                and not re.search("[。；]", plain(text))
                and len(text) <= _LONGEST_LINE * 2
            )
            if not is_next or labelled is None:
                break
            names.append(text[labelled[1] :].strip())
            self.at += 1
        self.head.attachments += [
            _FILE.sub("", tidy(re.sub(r"\s+\d{1,2}\s*[.、]\s*", "；", one))) for one in names
        ]

    def _heading(self) -> str:
        """The lines below the word 附件 that make up its title."""
        lines: list[str] = []
        for paragraph in self.paragraphs[self.at : self.at + _MOST_TITLE_LINES]:
            if not _may_be_title(paragraph):
                break
            lines.append(paragraph.text)
            if is_title("".join(lines)):
                break
        if not is_title("".join(lines)):
            lines = lines[:1]
        self.at += len(lines)
        return "".join(lines)

    def _is_at_the_end(self, paragraph: Paragraph) -> bool:
        """Take signature, days and 抄送 into the head."""
        text = paragraph.text
        head = self.head
        if is_printing(text):
            head.printed = date_in(text)
            self._sign(paragraph)
        elif is_date(text) or self._is_signature(paragraph):
            if date_in(text) and not head.signed:
                head.signed = date_in(text)
            self._sign(paragraph)
            self.is_signed = True
        elif is_mark(text):
            self.is_over = True
        else:
            return False
        head.around.append(text)
        return True

    def _is_signature(self, paragraph: Paragraph) -> bool:
        """Names of agencies alone, with or without the day, where the text is over."""
        shown = _undated(paragraph.text)
        if label_of(paragraph.text) or not shown or re.search("[，。；：]", plain(shown)):
            return False
        names = _names_on(paragraph)
        if not names or not all(is_agency(name) and len(name) > 2 for name in names):
            return False
        if shown != paragraph.text:
            return True
        return (
            any(
                is_date(one.text) or is_mark(one.text) or self._ends_with_day(one)
                for one in self.paragraphs[self.at : self.at + 12]
            )
            and self._only_signatures_before_end()
        )

    def _only_signatures_before_end(self) -> bool:
        for one in self.paragraphs[self.at : self.at + 12]:
            if is_date(one.text) or is_mark(one.text) or self._ends_with_day(one):
                return True
            if not _names_on(one):
                return False
        return True

    def _ends_with_day(self, paragraph: Paragraph) -> bool:
        shown = _undated(paragraph.text)
        return shown != paragraph.text and bool(_names_on(paragraph))

    def _sign(self, paragraph: Paragraph) -> None:
        """Who signs is who issues, where the red head did not say it."""
        known = self.head.signers
        if len(self.parts) == 1 if not is_printing(paragraph.text) else not known:
            known += [name for name in _names_on(paragraph) if name not in known]


def _names_on(paragraph: Paragraph) -> list[str]:
    """The agencies of a line that consists of them and perhaps a day; blanks part them too."""
    parted = "、".join(_undated(word) for word in " ".join(paragraph.raw).split())
    apart = agencies_listed(parted)
    return apart if len(apart) > 1 else agencies_listed(_undated(paragraph.text)) or apart


def _undated(text: str) -> str:
    return DATE.sub("", tidy(plain(text))).removesuffix("发").removesuffix("印").strip("，。、 ")


def _may_be_title(paragraph: Paragraph) -> bool:
    text = plain(paragraph.text)
    return (
        bool(text)
        and not paragraph.rows
        and len(text) <= _LONGEST_LINE * 2
        and label_of(text) is None
        and not re.search("[。；：！？]", text)
        and not is_date(text)
    )
