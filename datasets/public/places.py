"""Finding one's own place among hundreds of thousands, on a phone."""

from dataclasses import dataclass

from datasets.models import Region
from datasets.models.regions import TRAIL
from datasets.public.duties import PublicPlace, public_place_of
from datasets.standards.region_names import region_key

#: So many places are offered at once.
MOST_FOUND = 30
#: So many of one name are looked at for one that lies where the words say.
_MOST_READ = 300


@dataclass(frozen=True)
class PlaceInItsArea:
    """A place with all above it, from the top down; `below` is filled by `public_place` alone."""

    place: PublicPlace
    above: tuple[PublicPlace, ...]
    below: tuple[PublicPlace, ...] = ()


def public_place(address: str) -> PlaceInItsArea | None:
    """The place of an address, if it is one in use."""
    if not address.isalnum():
        return None
    regions = Region.objects.in_use().select_related(TRAIL)
    if address.startswith("r") and address[1:].isdecimal() and len(address) < 12:
        region = regions.filter(pk=int(address[1:]), code=None).first()
    else:
        region = regions.filter(code=address).first()
    if region is None:
        return None
    below = region.children.filter(retired_date=None).order_by("code", "path")
    return PlaceInItsArea(
        public_place_of(region), _above(region), tuple(map(public_place_of, below))
    )


def find_places(text: str) -> tuple[PlaceInItsArea, ...]:
    """Places whose name begins with the words; 江阴徐霞客 and 江阴 徐霞客 find 徐霞客镇 in 江阴市."""
    words = [key for word in text[:60].split() if (key := region_key(_printable(word)))]
    if not words:
        return ()
    found = _named(words[-1], within=words[:-1])
    if found or len(words) > 1:
        return found
    word = words[0]
    for cut in range(2, len(word) - 1):
        found = _named(region_key(word[cut:]), within=[region_key(word[:cut])])
        if found:
            return found
    return ()


def _printable(word: str) -> str:
    """PostgreSQL refuses a NUL in a text."""
    return "".join(character for character in word if character.isprintable())


def _named(name: str, *, within: list[str]) -> tuple[PlaceInItsArea, ...]:
    regions = (
        Region.objects.in_use()
        .filter(name_key__startswith=name)
        .select_related(TRAIL)
        .order_by("path")[:_MOST_READ]
    )
    places = (PlaceInItsArea(public_place_of(region), _above(region)) for region in regions)
    fitting = [
        one
        for one in places
        if all(any(above.name.startswith(word) for above in one.above) for word in within)
    ]
    # What lies higher is meant more often: 江阴 is the city before it is a village of that name.
    return tuple(sorted(fitting, key=lambda one: len(one.place.path))[:MOST_FOUND])


def _above(region: Region) -> tuple[PublicPlace, ...]:
    above: list[PublicPlace] = []
    area = region.parent
    while area is not None:
        above.insert(0, public_place_of(area))
        area = area.parent
    return tuple(above)
