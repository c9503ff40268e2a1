"""Which role meets which kind of field, on every page, form, chooser, past and file; and no way round it."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse

from datasets.access import Actor
from datasets.access.field_groups import COLUMNS, MATRIX
from datasets.access.roles import (
    ROLES,
    AgencyOfficer,
    Auditor,
    CityDesk,
    CountyDesk,
    DutyTableAdmin,
    PublicityChief,
    PublicityEditor,
    PublicityReviewer,
    Role,
    SystemAdministrator,
    TownshipClerk,
    VillageWorker,
)
from datasets.actions.dispatch import change, create
from datasets.actions.records import NotPermitted
from datasets.choices import FieldGroup
from datasets.models import Category, Child, ChildCategory, Family, Guardian, LedgerBatch, Post
from datasets.models.field_groups import FIELD_GROUP_PERMISSIONS
from tests.conftest import TODAY, XUXIAKE, XUXIAKE_VILLAGE, someone
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx

pytestmark = pytest.mark.django_db

# fmt: off
#: By role: what stands on the pages (#), what can be shown for a purpose (?), what is nobody's to know (.).
TABLE = {
    #                     identity contact health misfortune judicial sensitive
    VillageWorker:       "#        #       #      #          ?        ?",
    TownshipClerk:       "#        #       #      #          #        #",
    CountyDesk:          "#        #       #      #          #        #",
    CityDesk:            "?        ?       ?      ?          ?        ?",
    AgencyOfficer:       ".        .       .      .          .        .",
    DutyTableAdmin:      ".        .       .      .          .        .",
    PublicityEditor:     ".        .       .      .          .        .",
    PublicityReviewer:   ".        .       .      .          .        .",
    PublicityChief:      ".        .       .      .          .        .",
    Auditor:             ".        .       .      .          .        .",
    SystemAdministrator: ".        .       .      .          .        .",
}
AREA = {VillageWorker: XUXIAKE_VILLAGE, TownshipClerk: XUXIAKE}
# fmt: on

NUMBER = id_number(sequence=7)
GUARDIAN_NUMBER = id_number(sequence=9)
PHONE = "13912345678"
#: What of the family below belongs to each group, however a page or a file writes it.
SECRETS = {
    FieldGroup.IDENTITY: (NUMBER, GUARDIAN_NUMBER, "2015-06-01"),
    FieldGroup.CONTACT: (PHONE, "15组8号", "21组3号"),
    FieldGroup.HEALTH: ("先天性心脏病", "肢体三级"),
    FieldGroup.MISFORTUNE: ("临时救助三千", "低收入", "母亲改嫁", "民政局证明"),
    FieldGroup.JUDICIAL: ("2031-03-04", "in_prison"),
    FieldGroup.SENSITIVE_CATEGORY: ("受艾滋病影响", "hiv_affected", "疾控中心"),
}


def address(action: str, *args: Any, of: str = "child") -> str:
    return reverse(f"datasets_{of}_modeladmin_{action}", args=args)


@pytest.fixture
def child() -> Child:
    """A child of whom every group says something, entered in two acts."""
    family = make_family(XUXIAKE_VILLAGE, address="湖塘村21组3号", economic_situation="low_income")
    guardian = make_guardian(
        XUXIAKE_VILLAGE,
        family=family,
        name="赵父",
        id_number=GUARDIAN_NUMBER,
        phone=PHONE,
        condition="in_prison",
        condition_until_date="2031-03-04",
    )
    child = make_child(
        XUXIAKE_VILLAGE,
        name="王小明",
        id_number=NUMBER,
        birth_date="2015-06-01",
        family=family,
        guardian=guardian,
        categories=("left_behind",),
        residence_address="湖塘村15组8号",
        health="先天性心脏病",
        disability="肢体三级",
    )
    change(
        child,
        values={"aid": "临时救助三千", "remark": "母亲改嫁"},
        owned={
            "category_links": [
                {
                    "category": Category.objects.get(code="hiv_affected"),
                    "evidence": "疾控中心名单",
                },
                {"category": Category.objects.get(code="disabled"), "evidence": "民政局证明"},
            ]
        },
        by=Actor.system(),
        reason="疾控中心通知",
    )
    return child


def doors(child: Child) -> dict[str, str]:
    """Every address that shows something of the child, the guardian or the family."""
    guardian, family = Guardian.objects.get(), Family.objects.get()
    found = {}
    for of, key in (("child", child.pk), ("guardian", guardian.pk), ("family", family.pk)):
        found |= {
            f"{of} {action}": address(action, key, of=of)
            for action in ("inspect", "edit", "history", "delete", "access")
        }
        found |= {
            f"{of} {action}": address(action, of=of) for action in ("index", "create", "export_csv")
        }
    for of in ("guardian", "family"):
        found[f"choose {of}"] = f"/admin/choose_{of}/results/"
    found["chosen guardian"] = f"/admin/choose_guardian/chosen/{guardian.pk}/"
    found["chosen family"] = f"/admin/choose_family/chosen/{family.pk}/"
    return found


def read(client: Any, url: str, **query: str) -> str:
    """All that comes back, of a refusal as well."""
    answer = client.get(url, query)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode("utf-8-sig")


def user_of(role: type[Role]) -> Any:
    return someone("somebody", role, AREA.get(role, "320281"))


def test_the_table_is_the_one_that_is_seeded() -> None:
    signs = {"see": "#", "reveal": "?", "": "."}
    for role in ROLES:
        row = MATRIX.get(role)
        written = [signs[sight.value] for sight in row] if row else ["."] * len(COLUMNS)
        assert TABLE[role].split() == written, role.__name__
        actor = Actor.of(someone(role.__name__, role, "320281"), today=TODAY)
        told = [
            "#" if group in actor.groups else "?" if actor.may_reveal(group) else "."
            for group in COLUMNS
        ]
        assert TABLE[role].split() == told, role.__name__


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.__name__)
def test_every_door_shows_a_role_its_groups_and_no_others(
    client: Any, child: Child, role: type[Role]
) -> None:
    client.force_login(user_of(role))
    told = {door: read(client, url) for door, url in doors(child).items()}
    for sign, (group, secrets) in zip(TABLE[role].split(), SECRETS.items(), strict=True):
        leaks = [(door, one) for door, text in told.items() for one in secrets if one in text]
        if sign == "#":
            assert {one for _door, one in leaks} >= set(secrets), group
        else:
            assert leaks == [], group


def test_what_is_masked_is_told_from_what_is_empty_only_where_a_part_is_shown(
    client: Any, child: Child
) -> None:
    """An empty health field looks like a full one."""
    other = make_child(XUXIAKE_VILLAGE, name="李小红")
    client.force_login(user_of(CityDesk))
    page, bare = (read(client, address("inspect", one.pk)) for one in (child, other))
    assert f"{NUMBER[:6]}********{NUMBER[-4:]}" in page
    assert "2015****" in page
    assert "湖塘村***" in page
    assert "139****5678" in page
    assert "受保护的类别" in page
    assert "受保护的类别" not in bare
    for label in ("身体状况", "残疾类别及等级", "享受救助", "备注"):
        for text in (page, bare):
            after = text.split(f"<dt>{label}</dt>")[1][:120]
            assert "已保护" in after, label


@pytest.mark.parametrize(
    ("of", "query"),
    [
        ("child", {"guardianships__guardian__condition": "in_prison"}),
        ("child", {"id_number__startswith": "990000"}),
        ("child", {"category": "hiv_affected"}),
        ("child", {"category_links__category__code": "hiv_affected"}),
        ("child", {"o": "4"}),
        ("child", {"o": "id_number"}),
        ("child", {"o": "-6"}),
        ("guardian", {"condition": "deceased"}),
        ("guardian", {"condition__exact": "deceased"}),
        ("guardian", {"o": "4"}),
        ("family", {"economic_situation": "destitute"}),
        ("family", {"dossier_type": "problem_family"}),
        ("family", {"o": "4"}),
    ],
)
def test_no_address_asks_what_is_hidden(
    client: Any, child: Child, of: str, query: dict[str, str]
) -> None:
    """A filter, a lookup or an order by a hidden group leaves the list as it is."""
    make_child(XUXIAKE_VILLAGE, name="李小红")
    make_guardian(XUXIAKE_VILLAGE, name="钱母", condition="deceased")
    client.force_login(user_of(CityDesk))

    def keys(**asked: str) -> list[int]:
        page = client.get(address("index", of=of), asked)
        return [row.pk for row in page.context["object_list"]]

    assert keys(**query) == keys()
    lines = [read(client, address("export_csv", of=of), **asked) for asked in ({}, query)]
    assert lines[0] == lines[1]


@pytest.mark.parametrize("typed", [NUMBER, GUARDIAN_NUMBER, PHONE, "15组8号", "21组"])
@pytest.mark.parametrize("of", ["child", "guardian", "family"])
def test_whoever_sees_no_number_finds_nobody_by_one(
    client: Any, child: Child, of: str, typed: str
) -> None:
    client.force_login(user_of(CityDesk))
    page = client.get(address("index", of=of), {"q": typed})
    assert list(page.context["object_list"]) == []
    if typed.isdigit():
        assert "您看不到证件号码或电话" in page.content.decode()
    if of != "child":
        told = read(client, f"/admin/choose_{of}/results/", q=typed)
        assert "赵父" not in told
        assert "户主" not in told.split("<tbody>")[-1] if "<tbody>" in told else True


def test_whoever_sees_numbers_finds_by_them(as_clerk: Any, child: Child) -> None:
    for typed in (NUMBER, GUARDIAN_NUMBER, PHONE):
        page = as_clerk.get(address("index"), {"q": typed})
        assert [row.pk for row in page.context["object_list"]] == [child.pk]


def form_of(client: Any, url: str) -> dict[str, Any]:
    """What a browser would send back of the form as it stands."""
    form = client.get(url).context["form"]
    parts = [
        form,
        *(
            one
            for formset in form.formsets.values()
            for one in (*formset.forms, formset.management_form)
        ),
    ]
    sent = {}
    for part in parts:
        for bound in part:
            value = bound.value()
            if bound.field.__class__.__name__ != "PhotoField" and value is not None:
                sent[bound.html_name] = getattr(value, "pk", value)
    return {name: value for name, value in sent.items() if value is not False}


def test_saving_a_form_leaves_what_it_did_not_show(client: Any, child: Child) -> None:
    before = Child.objects.values().get()
    links = list(ChildCategory.objects.order_by("pk").values())
    client.force_login(user_of(CityDesk))
    sent = form_of(client, address("edit", child.pk))
    hidden = {
        "id_number": "",
        "health": "健康",
        "residence_address": "",
        "remark": "改了",
        "aid": "",
    }
    assert not set(hidden) & set(sent)
    answer = client.post(address("edit", child.pk), {**sent, **hidden, "school": "实验小学"})
    assert answer.status_code == 302
    after = Child.objects.values().get()
    assert after.pop("school") == "实验小学"
    del before["school"]
    assert after == before
    assert list(ChildCategory.objects.order_by("pk").values()) == links


def test_the_key_of_a_row_that_a_form_did_not_offer_is_refused(client: Any, child: Child) -> None:
    hidden = child.category_links.get(category__code="hiv_affected")
    client.force_login(user_of(CityDesk))
    sent = form_of(client, address("edit", child.pk))
    sent["category_links-0-id"] = hidden.pk
    sent["category_links-0-DELETE"] = "on"
    assert client.post(address("edit", child.pk), sent).status_code == 400
    assert ChildCategory.objects.filter(pk=hidden.pk).exists()


@pytest.mark.parametrize(
    "values", [{"id_number": None}, {"health": ""}, {"remark": "x"}, {"residence_address": "y"}]
)
def test_no_action_writes_what_its_actor_does_not_see(child: Child, values: dict[str, Any]) -> None:
    by = Actor.of(user_of(CityDesk), today=TODAY)
    with pytest.raises(NotPermitted, match="您看不到"):
        change(child, values=values, by=by, reason="试")


@pytest.mark.parametrize("code", ["hiv_affected", "sexual_abuse"])
def test_no_action_adds_changes_or_removes_a_sensitive_category_unseen(
    child: Child, code: str
) -> None:
    by = Actor.of(user_of(VillageWorker), today=TODAY)
    hidden = child.category_links.get(category__code="hiv_affected")
    other = child.category_links.get(category__code="left_behind")
    category = Category.objects.get(code=code)
    for row in (
        {"category": category},
        {"id": hidden.pk, "delete": True},
        {"id": hidden.pk, "until_date": TODAY},
        {"id": other.pk, "category": category},
    ):
        with pytest.raises(NotPermitted):
            change(child, values={}, owned={"category_links": [row]}, by=by, reason="试")


def test_restoring_leaves_what_one_does_not_see(client: Any, child: Child, system: Actor) -> None:
    at = child.history.latest("history_id").history_date
    change(child, values={"school": "甲校", "health": "已康复"}, by=system, reason="复诊")
    hidden = child.category_links.get(category__code="hiv_affected")
    change(
        child,
        values={},
        owned={"category_links": [{"id": hidden.pk, "until_date": TODAY}]},
        by=system,
        reason="终止",
    )
    client.force_login(user_of(CityDesk))
    client.post(address("restore", child.pk), {"at": at.isoformat()})
    child.refresh_from_db()
    hidden.refresh_from_db()
    assert (child.school, child.health, hidden.until_date) == ("", "已康复", TODAY)


def test_a_past_tells_that_something_hidden_changed_and_no_reason(
    client: Any, child: Child
) -> None:
    client.force_login(user_of(VillageWorker))
    told = read(client, address("history", child.pk))
    assert "还改了您看不到的内容" in told
    assert "疾控中心" not in told
    assert "民政局证明" in told


def exported(client: Any, of: str = "child") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(client, address("export_csv", of=of)))))


def test_a_file_with_masks_overwrites_nothing_when_it_comes_back(client: Any, child: Child) -> None:
    before = [model.objects.values().get() for model in (Child, Guardian, Family)]
    client.force_login(user_of(CityDesk))
    (row,) = exported(client)
    assert row["身份证号"] == f"{NUMBER[:6]}********{NUMBER[-4:]}"
    assert (row["身体状况"], row["备注"]) == ("已保护", "已保护")
    assert row["儿童类别"] == "留守、残疾、受保护的类别"
    row["就读学校"] = "实验小学"
    file = io.StringIO()
    writer = csv.DictWriter(file, row.keys())
    writer.writeheader()
    writer.writerow(row)
    client.force_login(someone("county", CountyDesk, "320281"))
    upload = io.BytesIO(file.getvalue().encode("utf-8-sig"))
    upload.name = "儿童.csv"
    page = client.post(address("import"), {"file": upload})
    outcome = page.context["outcome"]
    assert [change_.header for one in outcome.changes for change_ in one.differences] == [
        "就读学校"
    ]
    assert {warning.header for warning in outcome.warnings} >= {"身份证号", "身体状况", "儿童类别"}
    assert "隐藏过的" in page.content.decode()
    client.post(address("import"), {"confirm": outcome.fingerprint})
    after = [model.objects.values().get() for model in (Child, Guardian, Family)]
    assert after[0].pop("school") == "实验小学"
    before[0].pop("school")
    assert after == before
    assert child.category_links.filter(until_date=None).count() == 3


def test_a_ledger_with_masks_overwrites_nothing(as_clerk: Any, child: Child) -> None:
    line = a_row(
        身份证号=f"{NUMBER[:6]}********{NUMBER[-4:]}",
        出生日期="2015-06-01",
        儿童类别="受保护的类别",
        监护人姓名="赵父",
        监护人联系电话="139****5678",
        备注="已保护",
    )
    upload = io.BytesIO(xlsx(["徐霞客镇"], [*HEADER, "身体状况"], [*line, "已保护"]))
    upload.name = "隐藏.xlsx"
    as_clerk.post(reverse("ledger_upload"), {"file": upload, "collection": "children"})
    batch = LedgerBatch.objects.get()
    as_clerk.post(reverse("ledger_apply", args=[batch.pk]))
    told = read(as_clerk, reverse("ledger_batch", args=[batch.pk]))
    assert "隐藏过的" in told
    child.refresh_from_db()
    told = (child.id_number, child.health, child.remark)
    assert told == (NUMBER, "先天性心脏病", "母亲改嫁")
    assert Guardian.objects.get().phone == PHONE
    assert child.category_links.count() == 3


def test_whoever_does_not_see_records_whole_hands_in_no_ledger_and_opens_none(
    client: Any, as_clerk: Any, child: Child
) -> None:
    """Which rows a ledger leaves unchanged tells what is recorded: it would be asked word by word."""
    upload = io.BytesIO(xlsx(["徐霞客镇"], HEADER, a_row(身份证号=NUMBER)))
    upload.name = "服刑人员子女.xlsx"
    as_clerk.post(reverse("ledger_upload"), {"file": upload, "collection": "children"})
    batch = LedgerBatch.objects.get()
    city = user_of(CityDesk)
    for verb in ("import", "add", "change"):
        for name in ("child", "guardian", "family", "guardianship", "childcategory"):
            city.user_permissions.add(Permission.objects.get(codename=f"{verb}_{name}"))
    city = city.__class__.objects.get(pk=city.pk)
    client.force_login(city)
    for name in ("ledger_batch", "ledger_file", "ledger_undo"):
        assert client.get(reverse(name, args=[batch.pk])).status_code in (302, 404)
    assert "服刑人员子女" not in read(client, reverse("ledger_upload"))
    assert "children" not in dict(
        client.get(reverse("ledger_upload")).context["form"].fields["collection"].choices
    )
    assert client.get(address("import")).status_code == 302
    assert client.get(address("export_layout", batch.pk)).status_code == 404


def test_the_command_line_masks_as_the_screens_do(child: Child, tmp_path: Any) -> None:
    user_of(CityDesk)
    out = tmp_path / "children.csv"
    call_command("ledger", "export", "children", str(out), "--as", "somebody")
    told = out.read_text("utf-8-sig")
    assert "王小明" in told
    assert [one for secrets in SECRETS.values() for one in secrets if one in told] == []
    ledger = tmp_path / "试.xlsx"
    ledger.write_bytes(xlsx(["徐霞客镇"], HEADER, a_row(身份证号=NUMBER)))
    for verb in ("preview", "apply"):
        with pytest.raises(SystemExit):
            call_command(
                "ledger", verb, str(ledger), "--collection", "children", "--as", "somebody"
            )


def test_a_city_changes_the_table_in_the_admin(client: Any, boss: Any, child: Child) -> None:
    """The editor of a group offers every field group, and what is ticked holds at once."""
    group = Group.objects.get(name=CityDesk.name)
    city = user_of(CityDesk)
    client.force_login(boss)
    address_of_group = reverse("wagtailusers_groups:edit", args=[group.pk])
    offered = client.get(address_of_group).content.decode()
    permissions = {one.codename: one for one in Permission.objects.all()}
    for codename in (*(name for name, _label in FIELD_GROUP_PERMISSIONS), "trace_accessentry"):
        assert f'value="{permissions[codename].pk}"' in offered, codename
    group.permissions.add(permissions["see_health"])
    client.force_login(city)
    page = client.get(address("inspect", child.pk))
    assert "先天性心脏病" in page.content.decode()
    assert FieldGroup.HEALTH not in page.context["to_reveal"]
    assert NUMBER not in page.content.decode()


def test_of_several_posts_the_one_that_shows_least_decides(client: Any, child: Child) -> None:
    """A county's officer who also sits in the city does not see by the one what the other hides."""
    both = someone("both", CountyDesk, "320281")
    role = Group.objects.get(name=CityDesk.name)
    region_of_city = Post.objects.get(user=both).region.parent
    values = {"user": both, "role": role, "region": region_of_city}
    create(Post, values=values, by=Actor.system(today=TODAY), reason="兼任")
    both = both.__class__.objects.get(pk=both.pk)
    actor = Actor.of(both, today=TODAY)
    assert actor.groups == {FieldGroup.BASIC}
    assert all(actor.may_reveal(group) for group in COLUMNS)
    client.force_login(both)
    assert NUMBER not in client.get(address("inspect", child.pk)).content.decode()
