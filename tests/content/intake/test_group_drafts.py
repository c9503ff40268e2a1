"""A leading group that was read becomes the sheet that 领导小组 takes in."""

import pytest

from content.intake.drafting import draft_table, group_workbook_of
from datasets.access import Actor
from datasets.models import LeadingGroup
from datasets.resources import import_sheet, preview_import
from tests.content.intake.reading import sample

pytestmark = pytest.mark.django_db


def test_the_sheet_is_taken_as_it_is(system: Actor) -> None:
    document = sample("members.txt")
    document.head.issuers = ["江阴市人民政府"]
    draft_table(document, user=None)  # makes the document known that the group cites
    content = group_workbook_of(document)
    sent = {"content": content, "file_name": "领导小组.xlsx", "by": system}
    assert preview_import("leading-groups", **sent).errors == []
    assert import_sheet("leading-groups", **sent).created == 1
    group = LeadingGroup.objects.get(policy__number="青政字〔2017〕45号")
    assert group.name == "青山县困境儿童保障工作领导小组"
    assert group.region.code == "320281"
    told = [str(member) for member in group.members.all()]
    assert told[:3] == ["组长 县委常委、常务副县长", "副组长 县政府党组成员", "副组长 县民政局局长"]
    assert "张国栋" not in str(told)
