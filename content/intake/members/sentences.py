"""Members named in a sentence: 由副市长张某某任组长, 办公室主任由市民政局局长李某某兼任."""

import re
from collections.abc import Iterator

from content.intake.agencies import agencies_listed
from content.intake.document import Member
from content.intake.members.people import Person, has_title, people_in
from content.intake.writing import plain

_POST = (
    r"(?:办公室)?(?:常务)?(?:副组长|组长|副总召集人|总召集人|副召集人|召集人|副主任委员|主任委员|"
    r"副主任|主任|成员|委员|副总指挥|总指挥|副指挥长|指挥长|秘书长|联络员)"
)
_IS = re.compile(
    rf"(?:由)?(?P<who>[^，。；：由]{{2,60}}?)(?:(?<!负责)同志)?(?:担任|兼任|任|为)(?P<post>{_POST})"
)
_BY = re.compile(
    rf"(?P<post>{_POST})(?:由|为)(?P<who>[^，。；：由]{{2,80}}?)(?:(?<!负责)同志)?(?:担任|兼任|组成|$)"
)
_UNITS = re.compile(
    r"成员(?:单位)?(?:主要)?(?:包括|由|有|为)(.{4,}?)(?:等?(?:部门|单位)?(?:组成)?)$"
)
#: 联席会议由市民政局、市教育局等14个部门组成.
_COMPOSED = re.compile(
    r"(?:会议|小组|委员会|专班|机制|指挥部|领导组)(?:（[^（）]*）)?(?:成员(?:单位)?)?(?:主要)?由(?P<who>.{4,}?)"
    r"(?P<tail>等?(?:共)?\d{1,3}[个家](?:成员)?(?:部门|单位|和|、|及|有关)+)?(?:共同)?组成$"
)
_NOBODY = re.compile("主要负责人$|会议|名单|附后|若干|全体|专人")
_LONGEST_TITLE = 40


def members_said(text: str) -> Iterator[Member]:
    written = "".join(plain(text).split())
    office = ""
    for part in re.split("[，。；]", written):
        listed = _COMPOSED.search(part) or _UNITS.search(part)
        units = agencies_listed(listed[1]) if listed else []
        if listed and (units or listed.re is _UNITS):
            yield from (Member("成员", "", agency) for agency in units)
            continue
        match = _BY.search(part) or _IS.search(part)
        if match is None:
            continue
        post = match["post"]
        if "办公室" in part[: match.start("post")][-4:] and not post.startswith("办公室"):
            post = "办公室" + post
        if office and post in ("主任", "副主任"):  # …兼任办公室主任，…兼任副主任
            post = office + post
        office = "办公室" if post.startswith("办公室") else office
        for person in _people(match["who"]):
            if len(person.title) <= _LONGEST_TITLE and not person.title.startswith("办公室设"):
                yield Member(post, person.name, person.title)


def _people(who: str) -> Iterator[Person]:
    titled = re.sub(r"^(?:领导小组|联席会议|委员会|其中)", "", who)
    if _NOBODY.search(titled) and not titled.endswith(("负责人", "负责同志")):
        return
    parts = re.split("、", titled)
    pair = titled.split("和")
    if len(pair) == 2 and all(map(has_title, pair)):
        parts = pair
    each = [people_in(part) for part in parts]
    if len(parts) > 1 and (
        all(people and people[0].name for people in each) or all(map(has_title, parts))
    ):
        yield from (person for people in each for person in people)
    else:
        yield from people_in(titled)
