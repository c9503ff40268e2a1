"""Whether a text that is to be published names a child: the one question about people, and who is told the answer."""

from collections.abc import Iterable

from datasets.access.roles import CityDesk, CountyDesk
from datasets.models import Child

#: Those who may see records, and so may be asked whether a page names a recorded child.
PRIVACY_GROUPS = (CityDesk.name, CountyDesk.name)

#: Names in one query: fewer than the parameters that either database takes.
_ASKED_AT_ONCE = 800


def names_recorded_child(words: Iterable[str]) -> bool:
    """Whether any of the words is the name of a child in the register.

    For the privacy review of pages alone: who is told of the answer stands in content/guard/privacy.py.
    It asks about all words, whatever it has found, so that its time tells nothing.
    """
    asked = sorted(set(words))
    found = [
        Child.objects.filter(name__in=asked[start : start + _ASKED_AT_ONCE]).exists()
        for start in range(0, len(asked), _ASKED_AT_ONCE)
    ]
    return any(found)
