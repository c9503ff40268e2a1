"""From what a row says of its place to one region: 徐霞客镇 + 湖塘村, 徐霞客湖塘, 江苏省江阴市徐霞客镇湖塘村委会."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from datasets.choices import RegionLevel
from datasets.queries.regions import KnownRegion, Place
from datasets.readers import ERROR, WARNING, Note, Reader
from datasets.readers.text import is_blank, text_of
from datasets.readers.words import word_key
from datasets.standards.cells import Cell
from datasets.standards.region_codes import canonical_code
from datasets.standards.region_names import is_of_other_kind, region_key
from datasets.standards.writing import half_width

_LONGEST_NAME = 14
#: What each part of a row's place names; the last part may name a region of any level.
_LEVELS = (RegionLevel.COUNTY, RegionLevel.TOWNSHIP, RegionLevel.VILLAGE, None)
_KINDS = (
    "镇",
    "乡",
    "街道",
    "街道办事处",
    "办事处",
    "村",
    "社区",
    "村委会",
    "居委会",
    "县",
    "区",
    "市",
)
# What may follow a village's name: its group, a house, a note in brackets.
_HOUSE = re.compile(
    r"(?<=[村区会])(?:[^0-9一二三四五六七八九十第(]{0,6}第?[0-9一二三四五六七八九十]{1,4}"
    r"(?:村民小组|村民组|小组|组|队|社|号|弄|巷|幢|栋|户|排|单元|室|-)+)+[0-9-]*(?:号|室|户)?$|\([^()]*\)$|"
    r"(?<=[^0-9一二三四五六七八九十第]{2})第?[0-9一二三四五六七八九十]{1,3}(?:村民小组|村民组|小组|组|队)$"
)
#: A note's code, severity and parameters.
Noted = tuple[str, str, dict[str, str]]
_Part = tuple[RegionLevel | None, str]


@dataclass
class RegionFinder:
    """Finds regions by name among `known`; `home` are the paths of the reader's own areas (None: all).

    `reaches_beyond`: those at home come first, others are found too. `down_to_village`: what stops above is told.
    """

    known: Sequence[KnownRegion]
    home: tuple[str, ...] | None = None
    reaches_beyond: bool = False
    down_to_village: bool = True
    #: What somebody said that a place as written (`word_key`) means.
    taught: Mapping[str, Place] = field(default_factory=dict)
    _by_name: dict[str, list[KnownRegion]] = field(init=False)
    _by_key: dict[str, list[KnownRegion]] = field(init=False)
    _by_code: dict[str, Place] = field(init=False)
    _found: dict[tuple[str, ...], tuple[Place | None, list[tuple[str, str, dict[str, str]]]]] = (
        field(init=False, default_factory=dict)
    )

    def __post_init__(self) -> None:
        self._by_name, self._by_key = defaultdict(list), defaultdict(list)
        self._by_code = {region.place.key: region.place for region in self.known}
        for region in self.known:
            self._by_name[_plain(region.name)].append(region)
            self._by_key[region_key(region.name)].append(region)

    def find_code(self, code: str) -> Place | None:
        """The region of an official code, or of "#" and its key; None unless it is known and at home."""
        place = self._by_code.get(code) or self._by_code.get(canonical_code(code))
        return place if place and (self.reaches_beyond or self._is_home(place)) else None

    def find_path(self, text: str) -> Place | None:
        """The region of a code, of a name, or of the names from the province down (江苏省/无锡市/江阴市)."""
        return self.find_code(text) or self.look(("", "", "", text))[0]

    def reader(self) -> Reader:
        """Of a cell that names a region: found, or as written where only a later search may find it."""

        def read(cell: Cell, _note: Note) -> Place | str | None:
            text = text_of(cell)
            if is_blank(text):
                return None
            return self.find_path(text) or canonical_code(text) or text

        return read

    def find(self, parts: tuple[str, ...], note: Note) -> Place | None:
        """The lowest region that `parts` name, or None with a note.

        `parts`: county, township, village, and a text that may join several; "" for none.
        """
        place, notes = self.look(parts)
        for code, severity, params in notes:
            note(code, severity=severity, **params)
        return place

    def look(self, parts: tuple[str, ...]) -> tuple[Place | None, list[Noted]]:
        """As `find`, and what would be noted: code, severity, parameters."""
        if parts not in self._found:
            notes: list[Noted] = []

            def remember(code: str, *, severity: str = ERROR, **params: str) -> None:
                notes.append((code, severity, params))

            named = [(level, text) for level, text in zip(_LEVELS, parts, strict=True) if text]
            meant = self.taught.get(word_key("".join(parts)))
            is_taught = meant is not None and self._is_home(meant)
            self._found[parts] = meant if is_taught else self._search(named, remember), notes
        return self._found[parts]

    def mentioned(self, text: str) -> dict[str, str]:
        """Level → the name of a region that a title or a sheet's name mentions, at home where there is one.

        Inside a longer text only a name with its kind (徐霞客镇) counts; alone, a short one does too.
        """
        found: dict[str, str] = {}
        plain, start = _plain(text), 0
        while start < len(plain):
            name = self._name_at(plain, start) if plain[start].isalnum() else ""
            if name:
                level = self._level_meant(name)
                if level:
                    found.setdefault(level, name)
            start += len(name) or 1
        return found

    def _name_at(self, plain: str, start: int) -> str:
        for end in range(min(len(plain), start + _LONGEST_NAME), start + 1, -1):
            name = plain[start:end]
            if (name.endswith(_KINDS) or len(name) == len(plain)) and self._named(name):
                return name
        return ""

    def _level_meant(self, name: str) -> str:
        levels = {
            region.level for region in self._named(name) if self._is_home_or_above(region.place)
        }
        return levels.pop() if len(levels) == 1 else ""

    def _is_home_or_above(self, place: Place) -> bool:
        return self._is_home(place) or any(path.startswith(place.path) for path in self.home or ())

    def _search(self, parts: list[_Part], note: Note) -> Place | None:
        if not parts:
            note("region_missing")
            return None
        candidates = self._candidates(parts)
        text = "".join(text for _level, text in parts)
        if not candidates:
            note("region_unknown", text=text[:40])
            return None
        at_home = [region for region in candidates if self._is_home(region.place)]
        if not at_home and self.home is not None and not self.reaches_beyond:
            note("outside_territory", name=candidates[0].place.name)
            return None
        places = {region.place.id: region for region in at_home or candidates}
        if len(places) > 1:
            names = "、".join(sorted(_told_apart(places.values()))[:5])
            note("region_ambiguous", text=text[:40], candidates=names)
            return None
        return self._settled(next(iter(places.values())), text, note)

    def _settled(self, region: KnownRegion, text: str, note: Note) -> Place:
        if region.successor:
            note(
                "region_retired", severity=WARNING, text=text[:40], successor=region.successor.name
            )
            return region.successor
        if self.down_to_village and region.level != "village":
            note("region_no_village", severity=WARNING, name=region.place.name)
        return region.place

    def _candidates(self, parts: Sequence[_Part]) -> list[KnownRegion]:
        """The regions that the last part names and that lie under what each earlier part names."""
        *uppers, lowest = parts
        found = self._meant(lowest)
        for upper in reversed(uppers):
            above = self._meant(upper)
            if above:
                found = [region for region in found if _lies_under(region, above)]
            elif self.home is None:
                # An unknown town: a village of this name in another one must not be taken for it.
                return []
        return found

    def _meant(self, part: _Part) -> list[KnownRegion]:
        """A village of the town's own name (徐霞客镇徐霞客村) is told from it by the column it stands in."""
        level, text = part
        found = self._named(text) or self._joined(text)
        if not found and (place := without_house(text)) != text:
            found = self._named(place) or self._joined(place)
        return [region for region in found if region.level == level] or found

    def _named(self, text: str) -> list[KnownRegion]:
        """By the name itself, else by one that begins so (花园村 → 花园村村委会), of the same kind, or short alike."""
        plain = _plain(text)
        exact = self._by_name.get(plain)
        if exact:
            return exact
        short = self._by_key.get(region_key(plain), [])
        return (
            [region for region in short if _plain(region.name).startswith(plain)]
            or [region for region in short if not is_of_other_kind(region.name, plain)]
            or short
        )

    def _joined(self, text: str) -> list[KnownRegion]:
        """Several names written together: each cut that leaves a region and something under it."""
        plain = _plain(text)
        for cut in range(len(plain) - 1, 1, -1):
            head, tail = plain[:cut], plain[cut:]
            above = self._named(head)
            if not above:
                continue
            below = self._named(tail) or (self._joined(tail) if len(tail) > 2 else [])
            below += self._named(_without_kind(tail)) if not below else []
            inside = [
                region
                for region in below
                if _lies_under(region, [one for one in above if one.place != region.place])
            ]
            if inside:
                return inside
        return []

    def _is_home(self, place: Place) -> bool:
        return self.home is None or place.path.startswith(self.home)


def _told_apart(regions: Collection[KnownRegion]) -> Iterable[str]:
    """The names, of namesakes with the region above."""
    counts = Counter(region.place.name for region in regions)
    for region in regions:
        name = region.place.name
        yield f"{region.above}{name}" if counts[name] > 1 else name


def _lies_under(region: KnownRegion, above: Iterable[KnownRegion]) -> bool:
    return region.place.path.startswith(tuple(one.place.path for one in above))


def keys_to_look_up(texts: Iterable[str]) -> set[str]:
    """Every short form under which a region named in one of the texts may stand in the register."""
    keys: set[str] = set()
    for text in texts:
        if "/" in text:  # 江苏省/无锡市/江阴市
            keys.update(region_key(part) for part in text.split("/"))
            continue
        plain = _plain(text)
        keys.add(region_key(plain))
        for start in range(len(plain) - 1):
            for end in range(start + 2, min(len(plain), start + _LONGEST_NAME) + 1):
                keys.add(plain[start:end])
                if end == len(plain):
                    keys.add(region_key(plain[start:end]))
    return keys


def _plain(text: str) -> str:
    return "".join(half_width(text).replace("/", " ").split())


def without_house(text: str) -> str:
    """湖塘村三组12号, 湖塘村（原老湖塘）: the village alone."""
    return _HOUSE.sub("", _plain(text))


def _without_kind(text: str) -> str:
    """镇湖塘 → 湖塘: the kind that a short name before it left over."""
    for kind in ("街道办事处", "街道", "镇", "乡", "县", "区", "市", "省"):
        if text.startswith(kind):
            return text[len(kind) :]
    return text
