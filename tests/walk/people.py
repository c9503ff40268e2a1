"""Who walks, and the records of two towns for them to find or not to find."""

import datetime
import io
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image

from datasets.access import Actor
from datasets.access.roles import (
    AgencyOfficer,
    Auditor,
    CountyDesk,
    DutyTableAdmin,
    PublicityEditor,
    SystemAdministrator,
    TownshipClerk,
    VillageWorker,
)
from datasets.actions.accounts import accept_conduct
from datasets.actions.definitions.collections import define_collection
from datasets.actions.dispatch import change, create
from datasets.actions.referrals import refer_child
from datasets.actions.sealing.seals import seal_child
from datasets.actions.sealing.unsealing import request_unsealing
from datasets.actions.transfers import ask_for_transfer
from datasets.choices import SealGround, UnsealingGround
from datasets.custom.loading import made_model
from datasets.models import (
    Agency,
    Child,
    Family,
    Guardian,
    LedgerBatch,
    Post,
    Record,
    Referral,
    Seal,
    TransferRequest,
    Unsealing,
)
from tests.conftest import CHANGJING, TODAY, XUXIAKE, XUXIAKE_VILLAGE, region, someone
from tests.datasets.custom.volunteers import FIELDS
from tests.factories import id_number, make_child, make_family, make_guardian
from tests.spreadsheets import HEADER, a_row, xlsx

#: The columns of the matrix, in its order.
PEOPLE = (
    "anonymous", "editor", "officer", "retired", "auditor", "duties", "sysadmin", "worker", "clerk",
    "next", "county", "boss",
)  # fmt: skip
#: Of them those who stand for the rest on Wagtail's own pages.
FEW = ("anonymous", "editor", "auditor", "sysadmin", "clerk", "boss")
#: Whose records the pages of 徐霞客 and those of 长泾 are.
KEEPERS = {"own": {"worker", "clerk", "county", "boss"}, "foreign": {"next", "county", "boss"}}


#: The models (by name) of which each town has a record of its own.
NOUNS = ("child", "family", "guardian", "made_volunteers")
#: A collection made while the program runs, with the rights that the same people have on children.
GRANTS = {
    VillageWorker.name: ["view", "add", "change"],
    TownshipClerk.name: ["view", "add", "change", "export", "import"],
    CountyDesk.name: ["view", "add", "change", "delete", "export", "import"],
}
VOLUNTEER_FIELDS: list[dict[str, Any]] = [
    *FIELDS,
    {"code": "number", "label": "证件号", "kind": "id_number", "group": "identity"},
    {"code": "child", "label": "结对儿童", "kind": "relation", "options": {"target": "children"}},
    {"code": "portrait", "label": "照片", "kind": "photo"},
]


def define_volunteers(by: Actor) -> None:
    define_collection(
        values={"code": "volunteers", "label": "志愿者", "title": "name", "grants": GRANTS},
        fields=VOLUNTEER_FIELDS,
        by=by,
        reason="妇联的名册",
    )


def page_of(noun: str, page: str, key: int | None = None) -> str:
    """The address of a page of a model's records, or of one of them."""
    keys = [] if key is None else [key]
    if noun == "made_volunteers":
        words = [] if page == "index" else [page]
        return reverse("made", args=["/".join(map(str, ["volunteers", *words, *keys, ""]))])
    return reverse(f"datasets_{noun}_modeladmin_{page}", args=keys)


@dataclass(frozen=True)
class Town:
    """A child with all that hangs on it; `marks` are texts that stand nowhere else."""

    child: Child
    family: Family
    guardian: Guardian
    batch: LedgerBatch
    marks: tuple[str, ...]
    #: Of the own town's child to the officer's agency, of the foreign one to another; it shows the basic group.
    referral: Referral
    #: Of them what the officer reads where the child was referred to the agency, and nowhere else.
    referred: tuple[str, ...]
    volunteer: Record

    def record(self, noun: str) -> Any:
        """The town's record of a model."""
        return self.volunteer if noun.startswith("made_") else getattr(self, noun)


@dataclass(frozen=True)
class Sealed:
    """A child of 徐霞客 that the county has sealed: its key, the ledger that named it, the seal and a request."""

    key: int
    batch: LedgerBatch
    seal: Seal
    request: Unsealing
    marks: tuple[str, ...]


@dataclass(frozen=True)
class World:
    towns: dict[str, Town]
    sealed: Sealed
    transfers: dict[str, TransferRequest]
    clients: dict[str, Client]


def make_world() -> World:
    """Two towns with a child each, everybody logged in."""
    system = Actor.system(today=TODAY)
    call_command("pages", verbosity=0)
    define_volunteers(system)
    clients = {"anonymous": Client(raise_request_exception=False)}
    for name, (role, *places) in {
        "editor": (PublicityEditor, "320281"),
        "retired": (TownshipClerk, XUXIAKE),
        "auditor": (Auditor, "320281"),
        "duties": (DutyTableAdmin, "320281"),
        "sysadmin": (SystemAdministrator, "320281"),
        "worker": (VillageWorker, XUXIAKE_VILLAGE),
        "clerk": (TownshipClerk, XUXIAKE),
        "next": (TownshipClerk, CHANGJING),
        "county": (CountyDesk, "320281"),
        "officer": (AgencyOfficer, "320281"),
    }.items():
        clients[name] = logged_in(someone(f"the_{name}", role, *places))
    change(
        Post.objects.get(user__username="the_retired"),
        values={"until_date": TODAY - datetime.timedelta(1)},
        by=system,
        reason="退休",
    )
    change(
        Post.objects.get(user__username="the_officer"),
        values={"agency": Agency.objects.get(code="jiangyin-education")},
        by=system,
        reason="联络员",
    )
    boss = get_user_model().objects.create_superuser("the_boss", password="correct horse battery")
    accept_conduct(user=boss, at=datetime.datetime.now(datetime.UTC))
    clients["boss"] = logged_in(boss)
    towns = {
        "own": make_town(XUXIAKE_VILLAGE, "甲", clients["clerk"], "jiangyin-education"),
        "foreign": make_town(CHANGJING, "乙", clients["next"], "jiangyin-public-security"),
    }
    transfers = {
        "own": asked(towns["foreign"].child, XUXIAKE_VILLAGE, "the_clerk"),
        "foreign": asked(towns["own"].child, CHANGJING, "the_next"),
    }
    county = Actor.of(get_user_model().objects.get(username="the_county"), today=TODAY)
    sealed = make_sealed(towns["own"], clients["clerk"], county)
    return World(towns, sealed, transfers, {name: clients[name] for name in PEOPLE})


def asked(child: Child, to: str, by: str) -> TransferRequest:
    """The request for a child of the other town."""
    return ask_for_transfer(
        id_number=child.id_number or "",
        to_region=region(to),
        why="随外婆居住",
        by=Actor.of(get_user_model().objects.get(username=by)),
    )


def logged_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def make_town(code: str, mark: str, clerk: Client, agency: str) -> Town:
    family = make_family(code, head_name=f"欧阳户主{mark}", address=f"标记路{mark}号")
    guardian = make_guardian(
        code,
        family=family,
        name=f"欧阳监护{mark}",
        id_number=id_number(datetime.date(1980, 1, 1 + len(mark)), "female"),
        phone="13901230001" if mark == "甲" else "13901230002",
    )
    child = make_child(
        code,
        name=f"欧阳标记{mark}",
        id_number=id_number(),
        family=family,
        guardian=guardian,
        categories=("hiv_affected",),
        residence_address=f"标记街{mark}号",
        health=f"标记病{mark}",
        school=f"标记小学{mark}",
    )
    change(child, values={"photo": a_photo()}, by=Actor.system(today=TODAY), reason="照片")
    volunteer = make_volunteer(code, mark, child)
    rows = [a_row(姓名=f"欧阳台账{mark}"), a_row(姓名=f"欧阳错行{mark}", 身份证号="123")]
    ledger = SimpleUploadedFile(f"标记台账{mark}.xlsx", xlsx(HEADER, *rows))
    clerk.post(reverse("ledger_upload"), {"file": ledger})
    marks = (
        family.head_name, family.address, guardian.name, guardian.id_number, guardian.phone, child.name,
        child.id_number, child.residence_address, child.health, child.school, f"台账{mark}", f"欧阳错行{mark}",
        f"标记请求{mark}", f"欧阳爱心{mark}", PHONES[mark],
    )  # fmt: skip
    referral = refer_child(
        child=child,
        agency=Agency.objects.get(code=agency),
        asked_for=f"标记请求{mark}",
        shown_groups=[],
        until_date=Actor.system().today,
        by=Actor.system(),
    )
    referred = (child.name, guardian.name, family.head_name, child.school, f"标记请求{mark}")
    batch = LedgerBatch.objects.latest("pk")
    return Town(child, family, guardian, batch, marks, referral, referred, volunteer)


PHONES = {"甲": "13701230003", "乙": "13701230004"}


def make_volunteer(code: str, mark: str, child: Child) -> Record:
    values = {
        "region": region(code), "name": f"欧阳爱心{mark}", "phone": PHONES[mark], "child": child,
        "portrait": a_photo(), "skills": ("music",), "hours": "2.5",
    }  # fmt: skip
    return create(
        made_model("volunteers"), values=values, by=Actor.system(today=TODAY), reason="登记"
    )


def a_photo() -> SimpleUploadedFile:
    photo = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(photo, "PNG")
    return SimpleUploadedFile("p.png", photo.getvalue())


def make_sealed(town: Town, clerk: Client, county: Actor) -> Sealed:
    """A brother or sister of the town's child, named by a ledger that was applied."""
    number = id_number()
    row = a_row(姓名="欧阳封存", 身份证号=number, 就读学校="封存小学", 备注="封存备注")
    other = a_row(姓名="欧阳另行", 身份证号="456")
    file = SimpleUploadedFile("另一份.xlsx", xlsx(HEADER, row, other))
    clerk.post(reverse("ledger_upload"), {"file": file})
    batch = LedgerBatch.objects.latest("pk")
    clerk.post(reverse("ledger_apply", args=[batch.pk]))
    child = Child.objects.get(id_number=number)
    change(
        child,
        values={"family": town.family, "health": "封存病", "residence_address": "封存街"},
        owned={"guardianships": [{"guardian": town.guardian, "is_principal": True}]},
        by=Actor.system(today=TODAY),
        reason="封存原因",
    )
    seal = seal_child(child=child, ground=SealGround.CONVICTION, note="封存便条", by=county)
    request = request_unsealing(
        seal=seal,
        ground=UnsealingGround.JUDICIAL,
        document="封存文书",
        purpose="办案",
        days=1,
        by=county,
    )
    marks = (
        "欧阳封存", number, "封存小学", "封存备注", "封存病", "封存街", "封存原因", "封存便条", "封存文书",
    )  # fmt: skip
    return Sealed(child.pk, batch, seal, request, marks)
