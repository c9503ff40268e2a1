"""Sentences that say who shall do what: 民政部门要…, 教育部门负责…, 由市民政局牵头，市教育局配合."""

import re
from dataclasses import dataclass, field

from content.intake.agencies import agencies_listed
from content.intake.duties.splitting import pieces
from content.intake.writing import plain

_SHALL = r"应当|应该|应|需要|须|必须|要|可以|可"
_BEARS = r"牵头负责|牵头|负责|主管|会同|联合|按照|按规定|依法|按职责|主动|及时"
_HELPS = r"配合|协助|协同|参与|支持"
_DOES = (
    r"建立|加强|做好|落实|开展|组织|推动|推进|制定|完善|将|把|对|承担|督促|协调|依托|通过|履行|保障|提供|定期|严格|积极|切实|充分|进一步|统筹|强化|健全|根据|发挥|"
    r"引导|帮助|研究|监督|查处|打击|办理|受理|宣传|动员|指导|在|为|结合|优先|全面|每|不得|共同|分别|具体|认真|大力|深入|继续|重点|采取|加大|坚持|立足|利用|接到|接警|发现|收到|获悉"
)
_STRONG = re.compile(rf"{_SHALL}|{_BEARS}|{_HELPS}")
_ANY = re.compile(rf"{_SHALL}|{_BEARS}|{_HELPS}|{_DOES}")
_CUT = re.compile(rf"^(?:{_SHALL})(?![求点素闻])")
_CONNECTS = re.compile(
    r"^(?:同时|此外|其中|另外|并且|并|对此|原则上|具体|日常工作|经费|特别是|要求|明确|由|请|[一二三四五六七八九十]是)+[，、：]?"
)
#: 乡镇人民政府负责民政工作的机构 is a name.
_IN_CHARGE = re.compile(r"(?:负责|承担|主管)[^，。；]{1,10}的(?:工作)?(?:机构|部门|单位)")
_LONGEST_SUBJECT = 110


@dataclass
class Said:
    """`texts` are the parts of the sentence that belong to the agencies."""

    agencies: list[str]
    is_lead: bool
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "，".join(part.strip(" 　，。；") for part in self.texts if part.strip(" 　，。；"))


def said_in(text: str) -> list[Said]:
    """Who shall do what by the sentences of a text; nothing of sentences without a subject."""
    found: list[Said] = []
    for sentence in pieces(text.replace("\n", "。"), "。！"):
        current: Said | None = None
        for clause in pieces(sentence, "；"):
            here = _said_in_clause(clause)
            if not here and current is not None:
                here = [Said(current.agencies, current.is_lead, [clause])]
            current = here[-1] if here else current
            found += here
    return [said for said in found if len(said.text) >= 4]


def _said_in_clause(clause: str) -> list[Said]:
    found: list[Said] = []
    before: list[str] = []
    for number, part in enumerate(pieces(clause, "，：")):
        subject = _subject_of(part, _ANY if number == 0 else _STRONG)
        # Within what somebody shall do 民政部门牵头 tells how, and lays nothing on anybody.
        is_aside = subject is not None and not subject.text and bool(found and found[-1].text)
        if subject is not None and not is_aside:
            found.append(subject)
        elif found:
            found[-1].texts.append(part)
        else:
            before.append(part)
    for index, said in enumerate(found):
        if not said.text:  # 由市民政局牵头，市教育局配合，建立…
            later = (other.texts for other in found[index + 1 :] if other.text)
            said.texts = next(later, before)
    return found


def _subject_of(part: str, verbs: re.Pattern[str]) -> Said | None:
    written = plain(part).strip()
    text = part.strip()
    lead_in = _CONNECTS.match(written)
    begin = lead_in.end() if lead_in else 0
    for match in verbs.finditer(written[:_LONGEST_SUBJECT], begin):
        if _IN_CHARGE.match(written, match.start()):
            continue
        agencies = agencies_listed(_IN_CHARGE.sub("", written[begin : match.start()]))
        if agencies:
            rest = text[match.start() :]
            bare = _CUT.sub("", plain(rest))
            rest = rest[len(rest) - len(bare) :] if len(bare) < len(rest) else rest
            role_only = re.fullmatch(rf"(?:{_BEARS}|{_HELPS}|落实|的)+", plain(rest))
            is_lead = re.match(_HELPS, plain(rest)) is None
            return Said(agencies, is_lead, [] if role_only else [rest])
    return None
