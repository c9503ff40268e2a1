"""Names and titles of people as lists of members write them."""

import re
from dataclasses import dataclass

from content.intake.agencies import agencies_listed, is_agency
from content.intake.writing import plain

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚"
    "范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米"
    "贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁"
    "杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干"
    "解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲"
    "伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙"
    "叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄"
    "晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧利师巩聂晁勾敖"
    "融冷辛阚那简饶曾毋沙养鞠须丰巢关相查"
    "邝麦岑揭区植招冼佘敬牟银邱戢闭韦覃农兰亚布热依木后荆红游竺权盖益桓公仉岳帅缑亢况郈有琴归海"
    "墨哈谯年爱阳佟言福代付肖闫邸亓仝苑么苟仵覃逯矫檀信原由娜吐阿买古热"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "端木",
    "夏侯",
    "闻人",
)
_TITLE_END = re.compile(
    r"(?:长|主任|书记|主席|委员|调研员|干部|部长|理事|秘书|会长|院长|检察长|经理|校长|负责人|负责同志|"
    r"领导|常委|主管|科员|专员|巡视员|政委|职级|"
    r"代表|组员|队长|乡科级|处级|总监|督学|督察|人员|同志|成员)(?:（[^）]*）)?$"
)
_NAME = re.compile(r"[一-鿿]{2,4}|[一-鿿]{1,10}(?:·[一-鿿]{1,10})+|[一-鿿][×某X＊*]{1,2}")
_PLACE_LEAD = re.compile(r"市|县|区|省|州|团|中共|镇|乡|旗")
_SENT = re.compile(
    r"(?:等)?(?:有关|相关)?(?:单位|部门)?(?:的)?(?P<who>(?:主要|分管|相关|有关)*(?:负责人|负责同志|领导)(?:同志)?)$"
)
_AREAS = frozenset("市县区州")
# Cities of three signs that begin like a surname.
_LONG_CITIES = frozenset({
    "石家庄", "张家口", "张家界", "张家港", "马鞍山", "平顶山", "连云港", "秦皇岛", "葫芦岛", "景德镇",
    "牡丹江", "防城港", "双鸭山", "乌鲁木",
})  # fmt: skip
#: 陈某某（女，回族） beside a name.
_ABOUT_NAME = re.compile("(?<=^[一-鿿]{2})（[^（）]{1,8}）$|(?<=^[一-鿿]{3})（[^（）]{1,8}）$")
_SPACES = re.compile(r"[\s　]+")


@dataclass(frozen=True)
class Person:
    name: str
    title: str


def looks_like_name(token: str) -> bool:
    """Whether the word may be a person's name, not a title and not an agency."""
    if not _NAME.fullmatch(token) or _TITLE_END.search(token) or token.endswith("单位"):
        return False
    if "·" in token or token[1:2] in ("某", "×", "X", "*", "＊"):
        return True
    return (token[0] in _SURNAMES or token.startswith(_COMPOUND)) and not is_agency(token)


def _is_rare_name(token: str) -> bool:
    """Beside a title any short word that is neither title nor agency is a name, whatever the surname."""
    return (
        re.fullmatch("[一-鿿]{2,3}", token) is not None
        and token[0] not in _SURNAMES
        and not _TITLE_END.search(token)
        and not is_agency(token)
        and not token.startswith(("市", "县", "区", "省", "州", "各", "分管", "主要"))
    )


def _is_rare(name: str, title: str) -> bool:
    return _is_rare_name(name) and has_title(title)


def has_title(text: str) -> bool:
    return _TITLE_END.search(plain(text).strip("，、；。 　")) is not None


def people_in(text: str) -> list[Person]:
    """The people of one line, after 组长： and the like; blanks part name and title.

    >>> people_in("牛　健　中牟县副县长")
    [Person(name='牛健', title='中牟县副县长')]
    """
    written = re.sub(r"^\s*\d{1,2}\s*[.、]\s*", "", plain(text)).strip(" 　，；。、")
    bracketed = _bracketed(written)
    if bracketed:
        return bracketed
    tokens = _words(written)
    if len(tokens) > 1 and _is_rare_name(tokens[0]) and has_title("".join(tokens[1:])):
        return [Person(tokens[0], "".join(tokens[1:]))]
    if any(map(looks_like_name, tokens)):
        return _paired(tokens)
    whole = "".join(tokens)
    listed = [one for one in re.split("[、，]", whole) if one]
    if len(listed) > 1 and all(map(looks_like_name, listed)):
        return [Person(one, "") for one in listed]
    glued = _glued(whole)
    if glued:
        return [glued]
    return [Person("", one) for one in _titles(whole)]


def _words(text: str) -> list[str]:
    """Parted at blanks; the signs of one name that were set apart are put together."""
    tokens = [
        _ABOUT_NAME.sub("", token.strip("，、；"))
        for token in _SPACES.split(text)
        if token.strip("，、；")
    ]
    words: list[str] = []
    at = 0
    while at < len(tokens):
        pair = "".join(tokens[at : at + 2])
        follows = at + 1 < len(tokens) and len(tokens[at + 1]) == 1
        if len(tokens[at]) == 1 and follows and len(tokens) > at + 2 and len(tokens[at + 2]) == 1:
            words.append("".join(tokens[at : at + 3]))
            at += 3
        elif follows and (len(tokens[at]) == 1 or pair.startswith(_COMPOUND)):
            words.append(pair)
            at += 2
        else:
            words.append(tokens[at])
            at += 1
    return words


def _paired(words: list[str]) -> list[Person]:
    """Name and title, or title and name, again and again."""
    people: list[Person] = []
    name, title = "", ""
    title_first = not looks_like_name(words[0])
    for word in words:
        if not looks_like_name(word):
            title += word
        elif title_first:
            people.append(Person(word, title))
            title = ""
        else:
            if name:
                people.append(Person(name, title))
            name, title = word, ""
    if not title_first and name:
        people.append(Person(name, title))
    elif title_first and title:
        people.append(Person("", title))
    return people


def _bracketed(text: str) -> list[Person]:
    """张某某（市政府副市长）、李某某（市民政局局长）; [] where the text is not of this form."""
    people = []
    for part in re.split(r"(?<=）)[、，；\s　]*", text):
        match = re.fullmatch(r"([^（）]{2,8})（(.+)）", part.strip())
        name = "".join(match[1].split()) if match else ""
        if part and not (match and (looks_like_name(name) or _is_rare(name, match[2]))):
            return []
        if match:
            people.append(Person("".join(match[1].split()), match[2].strip()))
    return people


def _glued(text: str) -> Person | None:
    """张某某市民政局局长, or 市民政局局长张某某."""
    if not has_title(text):
        for size in (3, 2):
            name, title = text[-size:], text[:-size]
            if looks_like_name(name) and has_title(title) and len(title) > 1:
                return Person(name, title)
        return None
    for size in (3, 2):
        name, title = text[:size], text[size:]
        is_place = title[:1] in _AREAS and (size == 2 or name in _LONG_CITIES)
        if looks_like_name(name) and _PLACE_LEAD.match(title) and not is_place:
            return Person(name, title)
    return None


def sends_somebody(text: str) -> bool:
    """县公安局、县司法局分管负责同志: agencies, each of which sends somebody."""
    who = _SENT.search(text)
    return who is not None and bool(agencies_listed(text[: who.start()]))


def _is_whole_title(text: str) -> bool:
    """市民政局局长 tells whose it is, 副市长 or 市委常委 may be the other title of one person."""
    return has_title(text) and len(text) > 4 and re.search("常委|党组|党委|^副", text) is None


def _titles(text: str) -> list[str]:
    """Titles without names, and agencies that send somebody: each a member."""
    if not text:
        return []
    parts = re.split("[，；]", text.rstrip("。"))
    if len(parts) > 1 and any(map(sends_somebody, parts)):
        return [title for part in parts for title in _titles(part)]
    who = _SENT.search(text)
    each = text.split("、")
    if len(each) > 1 and all(map(_is_whole_title, each)):
        return each
    agencies = agencies_listed(text[: who.start()] if who else text)
    if len(agencies) > 1:
        return [agency + (who["who"] if who else "") for agency in agencies]
    return [text]
