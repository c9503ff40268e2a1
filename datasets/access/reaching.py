"""Which rows are reached otherwise than by the one region they lie in: what two areas have to do with, what was
referred to an agency. Here stands the whole rule of such a model.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Model, Q

from datasets.choices import TransferState
from datasets.models import Referral, TransferRequest

if TYPE_CHECKING:
    from datasets.access.actors import Actor


def requests_within_reach(actor: "Actor", verb: str) -> Q:
    """A request for a child is its askers' to see and to withdraw, and the supervisors' of both areas to see.

    To decide lies with the supervisor of the area that keeps the child on that day, and with nobody who asked.
    """
    if actor.is_unbound and verb != "decide":
        return Q()
    keeping = actor.area("decide", TransferRequest)
    if verb == "decide":
        kept = keeping.condition("child__region__path") & Q(state=TransferState.ASKED)
        return kept & ~Q(asked_by=actor.user)
    asking = actor.area(verb, TransferRequest).condition("to_region__path")
    if verb != "view":
        return asking
    was_kept = keeping.condition("from_region__path")
    return asking | keeping.condition("child__region__path") | was_kept


def referrals_within_reach(actor: "Actor", verb: str) -> Q:
    """A referral is the keepers' of the child; the agency's officers `receive` it, as long as it and their post run."""
    if verb != "receive":
        return actor.area(verb, Referral).condition("child__region__path")
    running = Referral.runs_on(actor.today)
    if actor.is_unbound:
        return running
    return running & Q(agency__in=actor.agencies("receive", Referral))


OWN_RULES: dict[type[Model], Callable[["Actor", str], Q]] = {
    TransferRequest: requests_within_reach,
    Referral: referrals_within_reach,
}
