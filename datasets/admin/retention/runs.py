"""The overview, a run from its proposal to its certificate, and the acts of the two people."""

import csv
import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.actions.retention.certificates import label_of, lines_of, rule_of
from datasets.actions.retention.runs import approve_run, carry_out, withdraw_run
from datasets.admin.retention.archived import archived_collections
from datasets.admin.retention.pages import RetentionPage, crumbs
from datasets.admin.visits import address_of
from datasets.choices import AccessVerb, RetentionRunState, RetentionStep
from datasets.models import RetentionRule, RetentionRun
from datasets.models.posts import name_of_user
from datasets.models.regions import TRAIL
from datasets.standards.formulas import inert

#: Pieces of one request: a minute at most. What is left goes on at the next press.
_PIECES_A_REQUEST = 10
_MOST_RUNS = 100


class Overview(RetentionPage):
    template_name = "datasets/retention/overview.html"
    http_method_names = ["get"]

    def get(self, request: Any) -> HttpResponse:
        rules = self.actor.rows(RetentionRule).select_related(f"region__{TRAIL}")
        runs = self.actor.rows(RetentionRun).select_related("region", "proposed_by")
        shown = list(runs.order_by("-id")[:_MOST_RUNS])
        request.visit.shows(AccessVerb.RETENTION, RetentionRun, [run.pk for run in shown])
        may_restore = self.actor.may("restore", RetentionRun)
        return self.render_to_response(
            {
                "rules": rules,
                "runs": [(run, rule_of(run), name_of_user(run.proposed_by)) for run in shown],
                "archived": archived_collections(self.actor) if may_restore else [],
                "user_may_add_rules": self.actor.may("add", RetentionRule),
                "breadcrumbs": [{"url": "", "label": _("归档和匿名")}],
            }
        )


class RunPage(RetentionPage):
    """One run: what it would do or did, and what may be done with it now."""

    template_name = "datasets/retention/run.html"
    http_method_names = ["get"]

    def get(self, request: Any, pk: int) -> HttpResponse:
        run = self.run_in_sight(pk)
        request.visit.shows(AccessVerb.RETENTION, RetentionRun, [pk])
        is_proposed = run.state == RetentionRunState.PROPOSED
        may_approve = self.actor.may_on("approve", run)
        return self.render_to_response(
            {
                "run": run,
                "rule": rule_of(run),
                "proposer": name_of_user(run.proposed_by),
                "approver": name_of_user(run.approved_by) if run.approved_by else "",
                "executor": name_of_user(run.carried_out_by) if run.carried_out_by else "",
                "done": [(label_of(name), count) for name, count in run.done.items()],
                "is_final": run.step == RetentionStep.ANONYMISE,
                "is_own": run.proposed_by_id == self.actor.user.pk,
                "user_may_approve": is_proposed and may_approve,
                "user_may_withdraw": is_proposed
                and (may_approve or self.actor.may_on("propose", run)),
                "user_may_carry_out": run.state == RetentionRunState.APPROVED and may_approve,
                "breadcrumbs": crumbs(str(run)),
            }
        )


class RunAct(RetentionPage):
    """An act of one of the two people, by POST."""

    http_method_names = ["post"]
    verbs: ClassVar[tuple[str, ...]] = ("approve",)

    def post(self, request: Any, pk: int) -> HttpResponse:
        run = self.run_in_sight(pk)
        if not any(self.actor.may_on(verb, run) for verb in self.verbs):
            self.require("", RetentionRun, pk)
        request.visit.shows(AccessVerb.RETENTION, RetentionRun, [pk])
        try:
            messages.success(request, self.act(run))
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return redirect("retention_run", pk)

    def act(self, run: RetentionRun) -> str:
        raise NotImplementedError


class Approve(RunAct):
    def act(self, run: RetentionRun) -> str:
        approve_run(run=run, by=self.actor)
        return _("已批准。现在可以执行。")


class Withdraw(RunAct):
    verbs = ("approve", "propose")

    def act(self, run: RetentionRun) -> str:
        withdraw_run(run=run, by=self.actor)
        return _("已撤回，没有改动任何档案。")


class CarryOut(RunAct):
    def act(self, run: RetentionRun) -> str:
        run = carry_out(
            run=run,
            by=self.actor,
            address=address_of(self.request),
            most_pieces=_PIECES_A_REQUEST,
        )
        if run.state == RetentionRunState.DONE:
            return _("已执行完毕。")
        return _("已处理 %(done)d / %(all)d 条，请继续执行。") % {
            "done": run.position,
            "all": run.count,
        }


class Certificate(RetentionPage):
    """What was done, to be printed, or as a file."""

    template_name = "datasets/retention/certificate.html"
    http_method_names = ["get"]

    def get(self, request: Any, pk: int, form: str = "") -> HttpResponse:
        run = self.run_in_sight(pk)
        request.visit.shows(AccessVerb.RETENTION, RetentionRun, [pk])
        if form:
            return _AS_FILE[form](run)
        return self.render_to_response(
            {
                "run": run,
                "lines": [line for line in lines_of(run) if line.value != ""],
                "is_final": run.step == RetentionStep.ANONYMISE,
                "breadcrumbs": crumbs(_("证明 %(run)d") % {"run": run.pk}),
            }
        )


def _as_csv(run: RetentionRun) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerows([line.label, inert(str(line.value))] for line in lines_of(run))
    writer.writerow([])
    writer.writerow([_("年份"), _("地区"), _("条数")])
    writer.writerows([one["year"], inert(one["region"]), one["count"]] for one in run.figures)
    return _attached(response, f"retention-{run.pk}.csv")


def _as_json(run: RetentionRun) -> HttpResponse:
    told = {line.name: line.value for line in lines_of(run)} | {"figures": run.figures}
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return _attached(
        HttpResponse(text, content_type="application/json"), f"retention-{run.pk}.json"
    )


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


_AS_FILE: dict[str, Callable[[RetentionRun], HttpResponse]] = {"csv": _as_csv, "json": _as_json}
