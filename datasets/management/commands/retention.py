"""manage.py retention list|preview|propose|approve|withdraw|run|certificate|answers: what is not kept for ever."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.access import Actor
from datasets.actions.retention.answers import forget_answers
from datasets.actions.retention.certificates import lines_of
from datasets.actions.retention.runs import (
    approve_run,
    carry_out,
    look_ahead,
    propose_run,
    withdraw_run,
)
from datasets.actions.retention.uploads import forget_uploads
from datasets.audit.chain import Access, Visitor, append
from datasets.choices import AccessVerb, RetentionStep
from datasets.management.defined import DefinedCommand
from datasets.models import Region, RetentionRule, RetentionRun


class Refused(Exception):
    """Said in one sentence on standard error; exit status 2."""


class Command(DefinedCommand):
    help = "档案到期后归档、匿名。Put away and make nameless what is kept long enough."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list").add_argument("--as", dest="username", required=True)
        verbs.add_parser(
            "answers", help="删除过了保留天数的网上收到的表、一天没有确认的上传；clock 自己会做。"
        )
        for verb in ("preview", "propose"):
            command = verbs.add_parser(verb)
            command.add_argument("rule", type=int)
            command.add_argument("step", choices=RetentionStep.values)
            command.add_argument("--region", metavar="CODE")
            command.add_argument("--as", dest="username", required=True)
        for verb in ("approve", "withdraw", "run", "certificate"):
            command = verbs.add_parser(verb)
            command.add_argument("run", type=int)
            command.add_argument("--as", dest="username", required=True)
            if verb == "certificate":
                command.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *args: Any, verb: str, username: str = "", **options: Any) -> None:
        if verb == "answers":
            self._forget_answers()
            return
        try:
            by = _actor(username)
            getattr(self, f"_{verb}")(by, options)
        except ValidationError as refusal:
            self._refuse("；".join(refusal.messages))
        except (Refused, PermissionDenied) as refusal:
            self._refuse(str(refusal))

    def _forget_answers(self) -> None:
        """Says nothing where nothing was over: it runs every minute."""
        if count := forget_answers(today=timezone.localdate()):
            self.stdout.write(_("已删除 %(count)d 份处理完的网上填表。") % {"count": count})
        if count := forget_uploads(now=timezone.now()):
            self.stdout.write(_("已删除 %(count)d 份没有确认的上传文件。") % {"count": count})

    def _list(self, by: Actor, options: Any) -> None:
        for rule in by.rows(RetentionRule).select_related("region"):
            told = {
                "rule": rule.pk,
                "name": rule,
                "archive": rule.archive_years or "—",
                "anonymise": rule.anonymise_years,
            }
            self.stdout.write(
                _("规则 %(rule)d：%(name)s，%(archive)s 年后归档，%(anonymise)s 年后匿名") % told
            )
        for run in by.rows(RetentionRun).select_related("region"):
            told = {
                "run": run.pk,
                "step": run.get_step_display(),
                "region": run.region,
                "count": run.count,
                "state": run.get_state_display(),
            }
            self.stdout.write(_("处理 %(run)d：%(step)s %(region)s %(count)d 条，%(state)s") % told)

    def _preview(self, by: Actor, options: Any) -> None:
        rule, region = _asked(by, options)
        keys, figures = look_ahead(rule=rule, step=options["step"], region=region, by=by)
        _log(Access(AccessVerb.RETENTION, "retentionrule", [rule.pk], count=len(keys)), by)
        for line in figures:
            self.stdout.write(f"{line['year']}  {line['region']}  {line['count']}")
        self.stdout.write(_("到期 %(count)d 条。没有改动任何内容。") % {"count": len(keys)})

    def _propose(self, by: Actor, options: Any) -> None:
        rule, region = _asked(by, options)
        run = propose_run(rule=rule, step=options["step"], region=region, by=by)
        self._tell(run, by, _("已提出处理 %(run)d，共 %(count)d 条，等另一位有权限的同事批准。"))

    def _approve(self, by: Actor, options: Any) -> None:
        run = approve_run(run=_run(by, options), by=by)
        self._tell(run, by, _("已批准处理 %(run)d，共 %(count)d 条。"))

    def _withdraw(self, by: Actor, options: Any) -> None:
        run = withdraw_run(run=_run(by, options), by=by)
        self._tell(run, by, _("已撤回处理 %(run)d。"))

    def _run(self, by: Actor, options: Any) -> None:
        """Killed and called again it goes on; it writes its own entries into the access log."""
        run = carry_out(run=_run(by, options), by=by, follow=self._follow)
        self.stdout.write(_("处理 %(run)d 已完成。") % {"run": run.pk})

    def _certificate(self, by: Actor, options: Any) -> None:
        run = _run(by, options)
        _log(Access(AccessVerb.RETENTION, "retentionrun", [run.pk]), by)
        lines = lines_of(run)
        if options["format"] == "json":
            told = {line.name: line.value for line in lines} | {"figures": run.figures}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for line in lines:
            self.stdout.write(f"{line.label}：{line.value}")

    def _follow(self, run: RetentionRun) -> None:
        self.stdout.write(f"{run.position}/{len(run.keys)}")

    def _tell(self, run: RetentionRun, by: Actor, sentence: str) -> None:
        _log(Access(AccessVerb.RETENTION, "retentionrun", [run.pk]), by)
        self.stdout.write(sentence % {"run": run.pk, "count": run.count})

    def _refuse(self, sentence: str) -> None:
        self.stderr.write(sentence)
        sys.exit(2)


def _asked(by: Actor, options: Any) -> tuple[RetentionRule, Region]:
    rule = by.rows(RetentionRule).select_related("region").filter(pk=options["rule"]).first()
    if rule is None:
        raise Refused(_("没有规则 %(rule)d，或者它不在您负责的地区。") % {"rule": options["rule"]})
    if options["region"] is None:
        return rule, rule.region
    region = Region.objects.filter(code=options["region"]).first()
    if region is None:
        raise Refused(_("没有代码为 %(code)s 的地区。") % {"code": options["region"]})
    return rule, region


def _run(by: Actor, options: Any) -> RetentionRun:
    run = by.rows(RetentionRun).filter(pk=options["run"]).first()
    if run is None:
        raise Refused(_("没有处理 %(run)d，或者它不在您负责的地区。") % {"run": options["run"]})
    return run


def _actor(username: str) -> Actor:
    user = get_user_model().objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Refused(_("没有名为“%(name)s”的在用账号。") % {"name": username})
    return Actor.of(user)


def _log(access: Access, by: Actor) -> None:
    visitor = Visitor(by.user.pk, by.user.get_username(), address=None)
    append([access], visitor=visitor, at=timezone.now())
