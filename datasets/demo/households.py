"""The demo families: the same 320 children whenever they are made."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from datasets.actions.seeding.households import Household, NewChild
from datasets.choices import (
    ChildStatus,
    ClosingReason,
    GuardianCondition,
    Relation,
    Sex,
)
from datasets.demo.people import People
from datasets.demo.stories import STORIES, Story
from datasets.demo.villages import Village, demo_villages
from datasets.standards.region_names import region_key

#: The day as of which the demo people have their ages; a fixed one, so that the samples match them.
DAY = datetime.date(2026, 9, 1)
CHILDREN = 320
REMARK = "演示数据"
#: The cities' monthly standard for orphans living with relatives, in yuan (round figures, for show).
STANDARD = {True: 2200, False: 1350}
YEAR = 365

_FEMALE = frozenset({Relation.MOTHER, Relation.PATERNAL_GRANDMOTHER, Relation.MATERNAL_GRANDMOTHER})
_MATERNAL = frozenset({Relation.MATERNAL_GRANDFATHER, Relation.MATERNAL_GRANDMOTHER})
_WITH_TERM = frozenset({GuardianCondition.IN_PRISON, GuardianCondition.IN_REHABILITATION})
_EVIDENCE = ("村（社区）入户核实", "户籍和低保信息比对", "医院诊断证明", "学校报告", "法律文书")
_OTHER_ETHNICITIES = ("回族", "满族", "土家族", "苗族", "维吾尔族")
_CLOSING_REASONS = (ClosingReason.OUT_OF_DIFFICULTY, ClosingReason.MOVED_AWAY, ClosingReason.OTHER)


@cache
def demo_households() -> tuple[Household, ...]:
    return tuple(make_households(seed=2014, villages=demo_villages(), children=CHILDREN))


def make_households(*, seed: int, villages: Sequence[Village], children: int) -> list[Household]:
    """Families with so many children in all, in turn over the villages; the same seed, the same families."""
    people = People(seed)
    weights = [story.weight for story in STORIES]
    households: list[Household] = []
    count = 0
    while count < children:
        village = villages[len(households) % len(villages)]
        (story,) = people.random.choices(STORIES, weights)
        home = _Home(people, village, story, number=len(households) + 1).household()
        home = replace(home, children=home.children[: children - count])
        households.append(home)
        count += len(home.children)
    return households


class _Home:
    """One family in the making."""

    def __init__(self, people: People, village: Village, story: Story, *, number: int) -> None:
        self.people, self.village, self.story, self.number = people, village, story, number
        self.surname = people.surname()
        self.address = (
            f"{village.address}{people.random.randint(1, 20)}组{people.random.randint(1, 99)}号"
        )
        self.births = self._births()

    def household(self) -> Household:
        guardians = self._guardians()
        relations = tuple(guardians)
        keeper = relations.index(self.story.keeper)
        order = sorted(range(len(relations)), key=lambda place: place != keeper)
        pairs = tuple((place, relations[place]) for place in order)
        return Household(
            region_code=self.village.code,
            family={
                "household_number": f"演示{self.number:03d}",
                "head_name": guardians[self.story.keeper]["name"],
                "address": self.address,
                "economic_situation": self.story.economy,
                "dossier_type": self.story.dossier,
                "remark": REMARK,
            },
            guardians=tuple(guardians.values()),
            children=tuple(self._child(born, pairs) for born in self.births),
        )

    def _births(self) -> list[datetime.date]:
        """One to three birth dates, the eldest first; the youngest at least a month before DAY."""
        (count,) = self.people.random.choices((1, 2, 3), (55, 33, 12))
        latest = DAY - datetime.timedelta(30)
        born = self.people.day_between(DAY - datetime.timedelta(18 * YEAR - 60), latest)
        births = [born]
        while len(births) < count:
            born += datetime.timedelta(self.people.random.randint(YEAR, 4 * YEAR))
            if born > latest:
                break
            births.append(born)
        return births

    def _guardians(self) -> dict[str, dict[str, Any]]:
        """The adults by their relation to the children."""
        parent_born = self.births[0] - datetime.timedelta(self.people.random.randint(22, 34) * YEAR)
        adults: dict[str, dict[str, Any]] = {}
        for relation, condition in (
            (Relation.FATHER, self.story.father),
            (Relation.MOTHER, self.story.mother),
        ):
            if condition:
                adults[relation] = self._adult(relation, condition, parent_born)
        if self.story.keeper == Relation.INSTITUTION:
            adults[Relation.INSTITUTION] = self._institution()
        elif self.story.keeper not in adults:
            born = parent_born - datetime.timedelta(self.people.random.randint(22, 30) * YEAR)
            adults[self.story.keeper] = self._adult(
                self.story.keeper, GuardianCondition.HEALTHY, born
            )
        return adults

    def _adult(self, relation: str, condition: str, born: datetime.date) -> dict[str, Any]:
        sex = (Sex.FEMALE if relation in _FEMALE else Sex.MALE).value
        own_name = relation in _FEMALE or relation in _MATERNAL
        elder = relation not in (Relation.FATHER, Relation.MOTHER)
        reachable = condition not in (GuardianCondition.DECEASED, GuardianCondition.OUT_OF_CONTACT)
        return {
            "name": self.people.name(sex, surname="" if own_name else self.surname, elder=elder),
            "sex": sex,
            "id_number": self.people.id_number(born, sex),
            "phone": self.people.phone() if reachable else "",
            "condition": condition,
            "condition_until_date": self._term_end() if condition in _WITH_TERM else None,
            "remark": REMARK,
        }

    def _institution(self) -> dict[str, Any]:
        return {
            "name": "演示儿童福利院",
            "sex": "",
            "id_number": None,
            "phone": self.people.phone(),
            "condition": "",
            "condition_until_date": None,
            "remark": REMARK,
        }

    def _term_end(self) -> datetime.date:
        """A few terms have run out already: their benefits ought to have stopped."""
        return DAY + datetime.timedelta(self.people.random.randint(-120, 4 * YEAR))

    def _child(self, born: datetime.date, guardians: tuple[tuple[int, str], ...]) -> NewChild:
        people, story = self.people, self.story
        sex = people.sex()
        age = (DAY - born).days // YEAR
        is_migrant = "migrant" in story.categories
        has_number = people.random.random() > (0.3 if age < 1 else 0.04)
        subsidy = STANDARD[self.village.is_in_jiangyin] * story.subsidy // 100
        values = {
            "name": people.name(sex, surname=self.surname),
            "sex": sex,
            "id_number": people.id_number(born, sex) if has_number else None,
            "birth_date": born,
            "ethnicity": "汉族"
            if people.random.random() < 0.94
            else people.random.choice(_OTHER_ETHNICITIES),
            "residence_address": self.address,
            "household_address": "安徽省阜阳市（户籍在外地）" if is_migrant else self.address,
            **self._schooling(age),
            "health": people.random.choice(story.health),
            "disability": people.random.choice(story.disability),
            "aid": story.aid,
            "subsidy_amount": subsidy or None,
            **self._status(),
            "remark": REMARK,
        }
        return NewChild(
            values, self._categories(born), guardians, is_registered_here=not is_migrant
        )

    def _categories(self, born: datetime.date) -> tuple[dict[str, Any], ...]:
        since = self.people.day_between(max(born, DAY - datetime.timedelta(3 * YEAR)), DAY)
        evidence = self.people.random.choice(_EVIDENCE)
        return tuple(
            {"code": code, "since_date": since, "evidence": evidence}
            for code in self.story.categories
        )

    def _schooling(self, age: int) -> dict[str, str]:
        town = region_key(self.village.town)
        if age < 3 or (age >= 6 and "out_of_school" in self.story.categories):
            return {"school": "", "grade": ""}
        if age < 6:
            return {"school": f"{town}中心幼儿园", "grade": "小中大"[age - 3] + "班"}
        if age < 12:
            return {"school": f"{town}中心小学", "grade": "一二三四五六"[age - 6] + "年级"}
        if age < 15:
            return {"school": f"{town}初级中学", "grade": "初" + "一二三"[age - 12]}
        return {
            "school": f"{region_key(self.village.county)}职业高级中学",
            "grade": "高" + "一二三"[min(age, 17) - 15],
        }

    def _status(self) -> dict[str, Any]:
        if self.people.random.random() > 0.07:
            return {"status": ChildStatus.OPEN.value, "closing_reason": "", "closed_date": None}
        return {
            "status": ChildStatus.CLOSED.value,
            "closing_reason": self.people.random.choice(_CLOSING_REASONS).value,
            "closed_date": self.people.day_between(DAY - datetime.timedelta(30), DAY),
        }
