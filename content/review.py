"""三审: who reads a page before the public does, as Wagtail keeps it. A city changes it in the admin."""

from django.contrib.auth.models import Group
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from content.models import PrivacyReviewTask
from datasets.public import PRIVACY_GROUPS, PUBLICITY_GROUP, REVIEWING_GROUP, SIGNING_GROUP

NAME = "三审"


def seed_review(home: Page) -> None:
    """From then on it is the city's. Writers lose the right to publish by themselves."""
    tasks: list[Task] = [
        _task(GroupApprovalTask, "部门审核", REVIEWING_GROUP),
        _task(GroupApprovalTask, "领导签发", SIGNING_GROUP),
        _task(PrivacyReviewTask, "隐私审核", *PRIVACY_GROUPS),
    ]
    workflow = Workflow.objects.create(name=NAME)
    for order, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    GroupPagePermission.objects.filter(
        group__name=PUBLICITY_GROUP, permission__codename="publish_page"
    ).delete()


def _task(kind: type[Task], name: str, *groups: str) -> Task:
    task: Task = kind.objects.create(name=name)
    task.groups.set(Group.objects.filter(name__in=groups))
    return task
