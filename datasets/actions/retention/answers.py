"""What was sent in on public forms, once it has been dealt with and its days are over: it goes with its history.

No two people decide on it: what was taken in stands in a record, which has a rule of its own, and the days are a
setting of each form, with its author and history. What still waits for a clerk never goes.
"""

import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.retention.number_traces import forget_rows
from datasets.audit.chain import Access, Visitor, append
from datasets.choices import AccessVerb, AnswerState
from datasets.models import FormAnswer, PublicForm


def forget_answers(*, today: datetime.date) -> int:
    """Returns how many went. The access log keeps their numbers."""
    return sum(_forget_of(form, today) for form in PublicForm.objects.order_by("pk"))


@transaction.atomic
def _forget_of(form: PublicForm, today: datetime.date) -> int:
    versions = FormAnswer.history.filter(id=OuterRef("pk")).order_by().values("id")
    last = Subquery(versions.annotate(last=Max("history_date")).values("last"))
    until = today - datetime.timedelta(days=form.answers_kept_days)
    over = form.answers.exclude(state=AnswerState.WAITING).filter(received_at__date__lt=until)
    over = over.annotate(dealt_with_at=last).filter(dealt_with_at__date__lt=until)
    keys = list(over.order_by("pk").values_list("pk", flat=True))
    if keys:
        forget_rows(FormAnswer.objects.filter(pk__in=keys))
        by = Actor.system(today=today).user
        told = _("处理满 %(days)d 天，自动删除") % {"days": form.answers_kept_days}
        access = Access(AccessVerb.RETENTION, "formanswer", keys, purpose=told)
        append([access], visitor=Visitor(by.pk, by.get_username(), None), at=timezone.now())
    return len(keys)
