"""Every address of the site, as each of twelve people, held against the matrix (matrix.txt)."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.db import connection

from tests.walk.addresses import Address, addresses
from tests.walk.people import FEW, KEEPERS, PEOPLE, Town, World, make_world
from tests.walk.walking import answer_to

# Rights are the same on both databases, and thousands of pages take minutes.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="walked once"),
]

MATRIX = Path(__file__).with_name("matrix.txt")
#: From the least that an address can give to the most.
ORDER = ("-", "login", "none", "no", "bad", "yes")

#: Who sealed finds on one page whose record it was; superusers and all others nowhere.
KNOWS_OF_SEAL = {("county", "sealing")}

Row = Mapping[str, str]


def test_everybody_gets_what_the_matrix_says_and_reads_nobodys_secrets() -> None:
    assert connection.vendor == "sqlite"
    rules, used, wrong = list(matrix()), set(), []
    for address, got, leaks in walked(make_world()):
        found = next((rule for rule in rules if fnmatchcase(address.label, rule[0])), None)
        if found is None:
            wrong.append(f"not in the matrix: {address.label:50}  {' '.join(got.values())}")
            continue
        pattern, expected = found
        used.add(pattern)
        wrong += [
            f"{address.label}: {person} gets {word}, the matrix says {expected.get(person)}"
            for person, word in got.items()
            if word != expected.get(person)
        ]
        wrong += [f"{address.label}: {leak}" for leak in leaks]
    wrong += [f"no address is called {pattern}" for pattern, _row in rules if pattern not in used]
    assert not wrong, "\n".join(wrong)


def matrix() -> Iterator[tuple[str, Row]]:
    """Pattern of labels, and what each of the people named above it gets."""
    people: list[str] = []
    for line in MATRIX.read_text("utf-8").splitlines():
        words = line.partition("#")[0].split()
        if words and words[0] == "people":
            people = words[1:]
        elif words:
            label, cells = " ".join(words[: -len(people)]), words[-len(people) :]
            row = dict(zip(people, cells, strict=True))
            before, _brace, rest = label.partition("{")
            among, _brace, after = rest.partition("}")
            yield from ((f"{before}{one}{after}", row) for one in among.split(","))


def walked(world: World) -> Iterator[tuple[Address, Row, list[str]]]:
    """Of each address the most that each person got by GET or POST, and who read what is not theirs to read."""
    for address in addresses(world):
        got, leaks = {}, []
        for person in PEOPLE if address.is_ours else FEW:
            client = world.clients[person]
            answers = [answer_to(client, method, address) for method in ("get", "post")]
            got[person] = max((word for word, _text in answers), key=_rank)
            texts = "".join(text for _word, text in answers)
            for kind, town in world.towns.items():
                if person not in KEEPERS[kind]:
                    told = referred_to(person, address, kind, town)
                    secret = [mark for mark in town.marks if mark not in told]
                    leaks += [f"{person} reads {mark}" for mark in secret if mark in texts]
            if (person, address.label) not in KNOWS_OF_SEAL:
                leaks += [f"{person} reads {mark}" for mark in world.sealed.marks if mark in texts]
        yield address, got, leaks


def referred_to(person: str, address: Address, kind: str, town: Town) -> tuple[str, ...]:
    """What an officer reads of the child that was referred to the own agency: there, and nowhere else."""
    is_received = address.label in ("received_referrals", f"received_referral {kind}")
    return town.referred if person == "officer" and kind == "own" and is_received else ()


def _rank(word: str) -> int:
    return ORDER.index(word) if word in ORDER else len(ORDER)
