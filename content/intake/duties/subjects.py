"""Sentences that say who shall do what: 民政部门要…, 教育部门负责…, 由市民政局牵头，市教育局配合."""

import re
from dataclasses import dataclass, field

from content.intake.agencies import agencies_listed
from content.intake.duties.splitting import pieces
from content.intake.writing import plain

_SHALL = r"请|应当|应该|应|需要|须|必须|要|可以|可"
_BEARS = r"牵头负责|牵头|负责|主管|会同|联合|按照|按规定|依法|按职责|主动|及时"
_HELPS = r"配合|协助|协同|参与|支持"
_DOES = (
    r"建立|加强|做好|实施|执行|实行|推行|编制|关注|安置|做到|指定|安排|设立|设置|配备|出具|审核|审批|核实|排查|调查|处置|救助|护送|收集|汇总|报送|上报|拟订|抓好|"
    r"确保|支持|鼓励|拓展|优化|扩大|提高|提升|改善|维护|防范|防止|预防|杜绝|严格|严厉|从严|对接|争取|压实|畅通|搭建|构建|"
    r"打造|培育|选派|选聘|聘请|培训|开设|开通|普及|倡导|整治|清理|取缔|查找|监测|评估|给予|发放|拨付|减免|适时|持续|深化|"
    r"加快|探索|立即|迅速|第一时间|"
    r"落实|开展|组织|推动|推进|制定|完善|将|把|对(?!象|口)|承担|督促|协调|依托|通过|履行|保障|提供|定期|严格|积极|切实|充分|进一步|统筹|强化|健全|根据|发挥|"
    r"引导|帮助|研究|监督|查处|打击|办理|受理|宣传|动员|指导|在|为|结合|优先|全面|每|不得|共同|分别|具体|认真|大力|深入|继续|重点|采取|加大|坚持|立足|利用|接到|接警|发现|收到|获悉|凭|负总责"
)
_STRONG = re.compile(rf"{_SHALL}|{_BEARS}|{_HELPS}")
_ANY = re.compile(rf"{_SHALL}|{_BEARS}|{_HELPS}|{_DOES}")
_CUT = re.compile(rf"^(?:{_SHALL})(?![求点素闻])")
_CONNECTS = re.compile(
    r"^(?:同时|此外|其中|另外|并且|并|对此|原则上|具体|日常工作|经费|特别是|要求|明确|由|请|[一二三四五六七八九十]是)+[，、：]?"
)
#: 妇联组织要…, 市委宣传部负责…: here the verb is a part of the name.
_IN_NAME = re.compile(
    rf"组织(?={_SHALL}|{_BEARS}|{_HELPS}|在|充分|积极|结合|[、和与及])|(?:宣传|组织)部"
)
#: 救助管理机构, 培训中心
_NOUN = re.compile(
    r"(?:救助|监测|评估|培训|服务|管理|监督|保障|维护|调查|审核|预防|指导|救治|整治)"
    r"(?:管理|保护|和|与|、)?(?:机构|中心|站|管理|部门|单位|组织|所)"
)
#: The agency stands behind what it bears: 协调机制的具体工作由民政部门承担.
_BY = re.compile(
    r"(?P<what>.*?)由(?P<who>[^由]{2,60}?)(?P<does>承担|负责|给予|予以|依法|按|作出|处|责令|通知|组织|牵头|受理|统一|制定|"
    r"安排|办理|审核|进行|会同|协调|落实|实施|提供|发放|临时监护|收留|抚养|接收|护送|查找)(?P<rest>.*)"
)
#: 市教育局为成员单位 seats it and lays nothing on it.
_SEAT = re.compile("(?:作)?为.{0,10}(?:成员|责任|牵头|配合|副组长|组长)(?:单位)?")
_BARE = re.compile(r"(?:负责|承担|牵头|落实|实施|办理|组织实施)+")
_STAFF = re.compile("及其(?:有关)?(?:工作)?人员$")
#: 乡镇人民政府负责民政工作的机构 is a name.
_IN_CHARGE = re.compile(r"(?:负责|承担|主管)[^，。；]{1,10}的(?:工作)?(?:机构|部门|单位)")
_LONGEST_SUBJECT = 110


#: When and of whom it holds: 父母失踪的, 对残疾儿童, 案件办结后. Without it the duty would be another.
_CONDITION = re.compile(
    r"(?:.*[^目似])?的|.*(?:[^今此]后|[^及按届]时|期间)|(?:对(?!照|此)|凡|如|若|遇有?).+"
)
_REASON = re.compile(r"根据|按照|依据|依照|为|结合|坚持|以|同时|此外|其中|原则上")


@dataclass
class Said:
    """`texts` are the parts of the sentence that belong to the agencies, `does` the first of them as it stood."""

    agencies: list[str]
    is_lead: bool
    texts: list[str] = field(default_factory=list)
    does: str = ""
    condition: list[str] = field(default_factory=list)
    #: All that was said of them, their names included.
    parts: list[str] = field(default_factory=list)

    @property
    def is_condition(self) -> bool:
        """法院指定监护人的 lays nothing on the court: it says when somebody else shall act."""
        shall = any(_CUT.match(plain(text).strip()) for text in (self.does, *self.texts[1:]))
        return bool(self.texts) and self.texts[-1].endswith("的") and not shall

    @property
    def text(self) -> str:
        parts = (part.strip(" 　，。；") for part in (*self.condition, *self.texts))
        return "，".join(filter(None, parts))


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
    return [said for said in found if len(said.text) >= 4 and not _SEAT.fullmatch(said.text)]


def lays_on_somebody(text: str) -> bool:
    """民政部门要加强指导 is a sentence, however short."""
    written = plain(text)
    return re.search(rf"(?:{_SHALL}|负责|将)(?![人求点素闻])", written) is not None and bool(
        said_in(text)
    )


def _said_in_clause(clause: str) -> list[Said]:
    found: list[Said] = []
    before: list[str] = []
    parts = pieces(clause, "，：")
    for number, part in enumerate(parts):
        subject = _subject_of(part, _ANY) or _said_by(part)
        if subject is None and number == 0 and any(map(_CUT.match, map(plain, parts[1:]))):
            agencies = agencies_listed(_STAFF.sub("", plain(part)))  # 学校、医院，在…时，应当…
            subject = Said(agencies, is_lead=True) if agencies else None
        # Within what somebody shall do 民政部门牵头 tells how, and lays nothing on anybody.
        is_aside = (
            subject is not None
            and not subject.texts
            and bool(found and found[-1].texts and not found[-1].is_condition)
            and not re.search("应当|应|要", part)
        )
        if subject is not None and not is_aside:
            subject.parts = [part]
            subject.condition = _condition_from(found, before)
            found.append(subject)
        elif found:
            found[-1].texts.append(part)
            found[-1].parts.append(part)
        else:
            before.append(part)
    for index, said in enumerate(found):
        if not said.texts:
            later = (other.texts for other in found[index + 1 :] if other.texts)
            _fill(said, next(later, None), before)
    return found


def _fill(said: Said, later: list[str] | None, before: list[str]) -> None:
    """由市民政局牵头，市教育局配合，建立…: what they shall do stands behind them, or before."""
    if later is None and said.condition and _CUT.match(plain(said.does)):
        said.texts = [said.does]  # …的，民政部门应当支持
    elif later is None:
        said.texts, said.condition = before, []
    else:
        said.texts = later


def _condition_from(found: list[Said], before: list[str]) -> list[str]:
    """What stands before the next subject and says when it shall act; it is taken from whom it was put down to."""
    if not found:
        return _conditions(before)
    last = found[-1]
    if last.is_condition:
        found.pop()
        return [*last.condition, *last.parts]
    own: list[str] = []
    while len(last.texts) > 1 and _CONDITION.fullmatch(plain(last.texts[-1]).strip()):
        own.insert(0, last.texts.pop())
    return own or last.condition


def _conditions(before: list[str]) -> list[str]:
    """父母死亡，没有其他监护人的 is one condition; 根据法律规定 before it is none."""
    shown = [plain(part).strip() for part in before]
    if not shown or not _CONDITION.fullmatch(shown[-1]):
        return []
    begin = len(shown) - 1
    has_several = shown[-1].endswith("的") and not shown[-1].startswith("对")
    while begin and (
        _CONDITION.fullmatch(shown[begin - 1])
        or (has_several and not _REASON.match(shown[begin - 1]))
    ):
        begin -= 1
    return before[begin:]


def _said_by(part: str) -> Said | None:
    match = _BY.fullmatch(plain(part).strip())
    agencies = agencies_listed(match["who"]) if match else []
    if not match or not agencies:
        return None
    text, what = part.strip(), match["what"]
    rest = text[match.start("does") :]
    if _BARE.fullmatch(rest):
        return Said(agencies, is_lead=True, texts=[what] if what else [])
    return Said(agencies, is_lead=True, texts=[rest])


def _subject_of(part: str, verbs: re.Pattern[str]) -> Said | None:
    written = plain(part).strip()
    text = part.strip()
    lead_in = _CONNECTS.match(written)
    begin = lead_in.end() if lead_in else 0
    for match in verbs.finditer(written[:_LONGEST_SUBJECT], begin):
        if any(name.match(written, match.start()) for name in (_IN_CHARGE, _IN_NAME, _NOUN)):
            continue
        agencies = agencies_listed(_IN_CHARGE.sub("", written[begin : match.start()]))
        if agencies:
            rest = text[match.start() :]
            bare = _CUT.sub("", plain(rest))
            rest = rest[len(rest) - len(bare) :] if len(bare) < len(rest) else rest
            role_only = re.fullmatch(rf"(?:{_BEARS}|{_HELPS}|落实|的)+", plain(rest))
            is_lead = re.match(_HELPS, plain(rest)) is None
            return Said(agencies, is_lead, [] if role_only else [rest], text[match.start() :])
    return None
