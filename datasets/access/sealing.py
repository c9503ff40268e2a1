"""Who knows of a seal, and who may read what lies under it.

A sealed record is not there: it has left the tables, so every list, count, file and error of the register
answers as if it had never been (actions/sealing/). What remains is the seal, known to whoever set it and to the
auditor, who sees that it is there, by whom and on what ground, not what it holds. Being a superuser opens
nothing here: only posts do.

Sources. 刑事诉讼法 286: records of who was under 18 and was sentenced to five years at most are sealed; nobody is
given them but judicial organs for a case, or units that state rules let ask. 预防未成年人犯罪法 59: the same of
correction, of measures short of a sentence and of administrative punishment; who asked keeps the secret.
澄政办发〔2015〕77号 三（六）6: without a ground in law nobody reads a juvenile's case.
"""

from django.db.models import Q, QuerySet

from datasets.access.actors import Actor
from datasets.choices import SealGround, UnsealingGround
from datasets.models import Child, Seal, Unsealing

#: The clause behind each ground.
SEAL_CLAUSES: dict[str, str] = {
    SealGround.CONVICTION: "《刑事诉讼法》第286条",
    SealGround.PROCEEDINGS: "《预防未成年人犯罪法》第59条",
    SealGround.CORRECTION: "《预防未成年人犯罪法》第59条",
    SealGround.CASE_FILE: "澄政办发〔2015〕77号 三（六）6",
}
UNSEALING_CLAUSES: dict[str, str] = {
    UnsealingGround.JUDICIAL: "《刑事诉讼法》第286条、《预防未成年人犯罪法》第59条",
    UnsealingGround.STATE_RULE: "《刑事诉讼法》第286条、《预防未成年人犯罪法》第59条",
    UnsealingGround.ENDED: "",
    UnsealingGround.MISTAKEN: "",
}


def own_seals(by: Actor) -> QuerySet[Seal]:
    """The seals that the actor set and that still hold."""
    if not by.may("seal", Child):
        return Seal.objects.none()
    return Seal.objects.filter(sealed_by=by.user, lifted_at=None)


def own_requests(by: Actor) -> QuerySet[Unsealing]:
    if not by.may("unseal", Child):
        return Unsealing.objects.none()
    return Unsealing.objects.filter(requested_by=by.user)


def requests_to_decide(by: Actor) -> QuerySet[Unsealing]:
    """Those that wait in the actor's area, never the actor's own."""
    waiting = by.rows(Unsealing, "approve").filter(decided_at=None)
    return waiting.exclude(requested_by=by.user)


def is_running(request: Unsealing, by: Actor) -> bool:
    """Whether what was granted holds today. It ends by itself: nobody has to close it."""
    if not request.is_granted or request.from_date is None or request.until_date is None:
        return False
    return request.from_date <= by.today <= request.until_date


def opened_by(request: Unsealing, by: Actor) -> QuerySet[Seal]:
    """The seals under which the request lets its asker, and nobody else, read today; none where there are none."""
    is_asker = request.requested_by_id == by.user.pk and by.may("unseal", Child)
    if not (is_asker and is_running(request, by)):
        return Seal.objects.none()
    meant = Q(pk=request.seal_id) if request.seal_id else Q(pk__in=())
    if request.id_number:
        here = by.area("unseal", Child).condition("region__path")
        meant |= here & Q(id_number=request.id_number)
    return Seal.objects.filter(meant, lifted_at=None)
