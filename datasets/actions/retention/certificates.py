"""What was done, told so that it can be shown to anybody: figures and digests, nobody's name but those who decided."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.models import RetentionRun
from datasets.models.posts import name_of_user


@dataclass(frozen=True)
class Line:
    """`name` is the machine's word for it, `label` the reader's."""

    name: str
    label: str
    value: Any


def lines_of(run: RetentionRun) -> list[Line]:
    """All that is to be told of the run, in the order in which it happened."""
    lines = [
        Line("number", _("编号"), run.pk),
        Line("step", _("处理"), run.get_step_display()),
        Line("rule", _("规则"), rule_of(run)),
        Line("region", _("地区"), run.region.trail()),
        Line("as_of", _("按哪一天"), run.as_of.isoformat()),
        Line("state", _("状态"), run.get_state_display()),
        Line("proposed_by", _("提出人"), name_of_user(run.proposed_by)),
        Line("proposed_at", _("提出时间"), _moment(run.proposed_at)),
        Line("approved_by", _("批准人"), name_of_user(run.approved_by) if run.approved_by else ""),
        Line("approved_at", _("批准时间"), _moment(run.approved_at)),
        Line("carried_out_by", _("执行人"), _carried_out_by(run)),
        Line("finished_at", _("完成时间"), _moment(run.finished_at)),
        Line("count", _("批准的条数"), run.count),
        Line("left_out", _("不再符合，没有处理"), run.left_out),
    ]
    lines += [Line(f"done.{name}", label_of(name), count) for name, count in run.done.items()]
    return [
        *lines,
        Line("digest", _("记录编号的校验值（SHA-256）"), run.digest),
        Line("anchor", _("访问日志校验值"), _anchor(run)),
    ]


def rule_of(run: RetentionRun) -> str:
    """As it was when the run was proposed."""
    told = {"condition": run.counted_from, "years": run.years}
    return _("%(condition)s起满%(years)d年") % told


def label_of(name: str) -> str:
    """What the interface calls what was dealt with."""
    if name == "files":
        return _("删除的文件")
    return str(apps.get_model("datasets", name)._meta.verbose_name)


def _carried_out_by(run: RetentionRun) -> str:
    return name_of_user(run.carried_out_by) if run.carried_out_by else ""


def _moment(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


def _anchor(run: RetentionRun) -> str:
    return f"{run.anchor_number}:{run.anchor_digest}" if run.anchor_number else ""
