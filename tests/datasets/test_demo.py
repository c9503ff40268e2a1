import io
import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from openpyxl import load_workbook

from datasets.access import Actor
from datasets.access.roles import ROLES
from datasets.demo.accounts import ACCOUNTS
from datasets.demo.households import demo_households
from datasets.demo.people import RESERVED_AREA, RESERVED_EXCHANGE
from datasets.demo.record_samples import record_samples
from datasets.demo.samples import sample_ledgers
from datasets.ledgers.pipeline import LAYOUTS, preview, read_ledger
from datasets.models import (
    Child,
    ChildCategory,
    Family,
    Guardian,
    Guardianship,
    Post,
    Referral,
    TransferRequest,
)

MODELS = (Family, Guardian, Child, ChildCategory, Guardianship, Post)

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts_file(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_ROOT = tmp_path
    return tmp_path / "demo-accounts.txt"


@pytest.fixture
def demo(accounts_file: Path) -> None:
    call_command("demo", verbosity=0)


def printed() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("demo")
def test_demo_children_pass_the_checks_of_the_form() -> None:
    assert Child.objects.count() == 320
    for model in MODELS:
        for record in model._default_manager.all():
            record.full_clean()
        assert model.history.count() == model._default_manager.count()  # type: ignore[attr-defined]


@pytest.mark.usefixtures("demo")
def test_nobody_in_the_demo_bears_a_number_that_could_be_given_out() -> None:
    for model in (Child, Guardian):
        numbers = model._default_manager.exclude(id_number=None).values_list("id_number", flat=True)
        assert all(number.startswith(RESERVED_AREA) for number in numbers)
    phones = set(Guardian.objects.values_list("phone", flat=True)) - {""}
    assert all(phone.startswith(f"{RESERVED_EXCHANGE}-") for phone in phones)
    assert set(Child.objects.values_list("remark", flat=True)) == {"演示数据"}


@pytest.mark.usefixtures("demo")
def test_the_demo_is_varied() -> None:
    children = Child.objects.all()
    assert children.filter(id_number=None).exists()
    assert children.filter(status="closed").exists()
    assert children.exclude(ethnicity="汉族").exists()
    assert children.filter(region__code__startswith="4101").count() > 100
    assert children.filter(region__code__startswith="320281").count() > 100
    with_term = Guardian.objects.exclude(condition_until_date=None)
    assert "in_prison" in {guardian.condition for guardian in with_term}
    assert len({link.category_id for link in ChildCategory.objects.all()}) > 12


def test_a_second_run_adds_nothing_and_prints_the_same_passwords(accounts_file: Path) -> None:
    first = printed()
    kept = accounts_file.read_text()
    counts = [model.history.count() for model in MODELS]  # type: ignore[attr-defined]
    second = printed()
    assert [model.history.count() for model in MODELS] == counts  # type: ignore[attr-defined]
    assert first.splitlines()[1:] == second.splitlines()[1:]
    assert accounts_file.read_text() == kept
    assert stat.S_IMODE(accounts_file.stat().st_mode) == 0o600


def test_every_account_can_log_in_with_what_is_printed(accounts_file: Path, client: Any) -> None:
    out = printed()
    for line in accounts_file.read_text().splitlines():
        username, password = line.split("\t")
        assert password in out
        assert client.login(username=username, password=password)
    roles = {account.role for account in ACCOUNTS if account.role}
    assert roles == set(ROLES)
    assert get_user_model().objects.get(username="admin").is_superuser


def test_a_lost_file_means_new_passwords(accounts_file: Path, client: Any) -> None:
    printed()
    old = dict(line.split("\t") for line in accounts_file.read_text().splitlines())
    accounts_file.unlink()
    printed()
    new = dict(line.split("\t") for line in accounts_file.read_text().splitlines())
    assert not set(old.values()) & set(new.values())
    assert not client.login(username="township", password=old["township"])
    assert client.login(username="township", password=new["township"])


@pytest.mark.usefixtures("demo")
def test_the_township_account_sees_its_own_children_and_no_others() -> None:
    users = get_user_model().objects
    clerk = Actor.of(users.get(username="township"))
    towns = set(clerk.rows(Child).values_list("region__parent__name", flat=True))
    assert towns == {"徐霞客镇"}
    assert not Actor.of(users.get(username="editor")).rows(Child).exists()


def test_the_generator_makes_the_same_families_every_time() -> None:
    first = demo_households()
    demo_households.cache_clear()
    assert demo_households() == first


@pytest.mark.usefixtures("demo")
def test_the_samples_show_a_clerk_every_outcome() -> None:
    clerk = Actor.of(get_user_model().objects.get(username="township"))
    outcomes = {}
    for sample in sample_ledgers():
        reading = read_ledger(sample.content(), sample.name, collection="children", by=clerk)
        outcomes[sample.name] = preview(reading, by=clerk).summary()
    none = {"create": 0, "update": 0, "unchanged": 0, "park": 0, "error": 0}
    assert outcomes["规范样表.xlsx"] == none | {"create": 30}
    assert outcomes["旧系统导出.csv"] == none | {"create": 12}
    messy = outcomes["杂乱台账.xlsx"]
    assert (messy["update"], messy["park"], messy["error"]) == (1, 1, 3)
    assert messy["create"] > 5


@pytest.mark.usefixtures("demo")
def test_the_samples_of_the_other_collections_are_taken_whole() -> None:
    township = Actor.of(get_user_model().objects.get(username="township"))
    samples = record_samples(township)
    assert samples.keys() == LAYOUTS.keys() - {"children"}
    for collection, sample in samples.items():
        by = township if collection in ("families", "guardians") else Actor.system()
        reading = read_ledger(sample.content(), sample.name, collection=collection, by=by)
        plan = preview(reading, by=by)
        told = [(row.action.value, [one.code for one in row.issues]) for row in plan.rows]
        assert told, collection
        assert {action for action, _codes in told} == {"create"}, (collection, told)


@pytest.mark.usefixtures("demo")
def test_a_sample_is_the_same_file_at_every_download() -> None:
    for sample in (*sample_ledgers(), *record_samples(Actor.system()).values()):
        assert sample.content() == sample.content()
    clean = load_workbook(io.BytesIO(sample_ledgers()[0].content())).active
    assert clean.max_row == 31


@pytest.mark.usefixtures("demo")
def test_an_agency_and_a_supervisor_find_something_to_answer_once() -> None:
    call_command("demo", verbosity=0)
    officer, county = (
        Actor.of(get_user_model().objects.get(username=name)) for name in ("officer", "county")
    )
    assert officer.rows(Referral, "receive").get().child in county.rows(Child)
    assert county.rows(TransferRequest, "decide").count() == 1
