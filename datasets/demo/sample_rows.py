"""The children of the sample ledgers, as the cells of a row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from datasets.actions.seeding.households import Household, NewChild
from datasets.choices import Relation, Sex
from datasets.demo.households import demo_households, make_households
from datasets.demo.villages import XUXIAKE, Village, demo_villages
from datasets.seeds.tables import seed_rows


@dataclass(frozen=True)
class SampleChild:
    """A child of 徐霞客镇 with its principal guardian; all values as a ledger writes them."""

    village: Village
    child: NewChild
    guardian: dict[str, Any]
    relation: str

    @property
    def sex(self) -> str:
        return "男" if self.child.values["sex"] == Sex.MALE else "女"

    @property
    def categories(self) -> str:
        labels = {row["code"]: row["label"] for row in seed_rows("categories")}
        return "、".join(labels[link["code"]] for link in self.child.categories)

    def __getitem__(self, name: str) -> Any:
        return self.child.values[name]


def new_children(*, seed: int, count: int) -> list[SampleChild]:
    """Children of 徐霞客镇 that the demo data lack."""
    return list(_flat(make_households(seed=seed, villages=_villages(), children=count)))


def recorded_children() -> list[SampleChild]:
    """The schoolchildren of 徐霞客镇 that the demo data hold, on the open list and with an ID number."""
    return [
        child
        for child in _flat(demo_households())
        if child["status"] == "open" and child["id_number"] and child["school"]
    ]


def _villages() -> list[Village]:
    return [village for village in demo_villages() if village.code.startswith(XUXIAKE)]


def _flat(households: list[Household] | tuple[Household, ...]) -> Iterator[SampleChild]:
    villages = {village.code: village for village in _villages()}
    for home in households:
        if home.region_code not in villages:
            continue
        for child in home.children:
            place, relation = child.guardians[0]
            # A ledger is written in Chinese whatever language its reader has chosen.
            with override("zh-hans"):
                label = str(Relation(relation).label)
            village = villages[home.region_code]
            yield SampleChild(village, child, dict(home.guardians[place]), label)
