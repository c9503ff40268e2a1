"""Of all the agencies that owe something in a place, those to call about what somebody has seen."""

from collections.abc import Iterable

from datasets.public import PublicAgency, PublicDuty, PublicPlace

#: More would be a directory again.
MOST = 4


def first_to_call(
    duties: Iterable[PublicDuty], *, kinds: tuple[str, ...], place: PublicPlace
) -> list[PublicAgency]:
    """Those of the kinds, in their order; of one kind those with a telephone, nearest to the place, first."""
    agencies = {duty.agency.code: duty.agency for duty in duties if duty.agency.kind in kinds}

    def order(agency: PublicAgency) -> tuple[int, bool, int]:
        return kinds.index(agency.kind), not agency.phone, -len(agency.place.path)

    within = [agency for agency in agencies.values() if place.path.startswith(agency.place.path)]
    return sorted(within, key=order)[:MOST]
