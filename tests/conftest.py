"""The cast and the country: every test starts from the seeded reference data and names people it knows."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from datasets.access import Actor
from datasets.access.roles import (
    AgencyOfficer,
    CityDesk,
    CountyDesk,
    PublicityChief,
    PublicityEditor,
    PublicityReviewer,
    Role,
    SystemAdministrator,
    TownshipClerk,
    VillageWorker,
)
from datasets.actions.accounts import accept_conduct
from datasets.actions.dispatch import create
from datasets.custom.loading import forget
from datasets.models import Agency, Post, Region
from datasets.models.files import records_storage
from tests.migrated import copy_migrated, is_there

TODAY = datetime.date(2026, 11, 20)

XUXIAKE = "320281104"  # 江阴市徐霞客镇, the town of "my clerk"
XUXIAKE_VILLAGE = "320281104208"  # its 徐霞客村
CHANGJING = "320281110"  # 江阴市长泾镇, the other clerk's


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    testrun_uid: str,
) -> Iterator[None]:
    """In the place of pytest-django's, which migrates each time: begin with a copy of what was migrated, and load
    the reference data once for all tests.
    """
    is_kept, anew = request.config.option.reuse_db, request.config.option.create_db
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        if anew or not is_kept or not is_there(name):
            copy_migrated(name, run=testrun_uid, anew=anew)
        databases = setup_databases(0, False, keepdb=True, serialized_aliases=[])
        call_command("seed", verbosity=0)
    yield
    if not is_kept:
        with django_db_blocker.unblock():
            teardown_databases(databases, 0)


@pytest.fixture(autouse=True)
def nothing_defined() -> Iterator[None]:
    """Each test begins without collections and fields of one's own: what it defines is rolled back with it."""
    yield
    forget()


@pytest.fixture
def today() -> datetime.date:
    return TODAY


@pytest.fixture
def system(db: None) -> Actor:
    return Actor.system(today=TODAY)


@pytest.fixture
def records_root(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for photos and ledgers, with nothing in it of other tests."""
    folder = tmp_path / "records"
    monkeypatch.setattr(records_storage(), "inner", FileSystemStorage(location=folder))
    settings.RECORDS_ROOT = folder
    return folder


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def someone(username: str, role: type[Role], *region_codes: str) -> Any:
    """A user with a post of the role in each region."""
    user = get_user_model().objects.create_user(username, password="correct horse battery")
    group = Group.objects.get(name=role.name)
    accept_conduct(user=user, at=timezone.now())
    system = Actor.system(today=TODAY)
    for code in region_codes:
        create(
            Post,
            values={"user": user, "role": group, "region": region(code)},
            by=system,
            reason="任命",
        )
    return user


@pytest.fixture
def clerk(db: None) -> Any:
    """My clerk: keeps 徐霞客镇."""
    return someone("clerk", TownshipClerk, XUXIAKE)


@pytest.fixture
def other_clerk(db: None) -> Any:
    """The other township's clerk: keeps 长泾镇."""
    return someone("other_clerk", TownshipClerk, CHANGJING)


@pytest.fixture
def village_worker(db: None) -> Any:
    return someone("village_worker", VillageWorker, XUXIAKE_VILLAGE)


@pytest.fixture
def supervisor(db: None) -> Any:
    """The county's desk: 江阴市 and all its townships."""
    return someone("supervisor", CountyDesk, "320281")


@pytest.fixture
def officer(db: None) -> Any:
    """The education bureau's contact: what was referred to it, no area's records."""
    user = someone("officer", AgencyOfficer)
    values = {
        "user": user,
        "role": Group.objects.get(name=AgencyOfficer.name),
        "agency": Agency.objects.get(code="jiangyin-education"),
    }
    create(Post, values=values, by=Actor.system(today=TODAY), reason="联络员")
    return user


@pytest.fixture
def city_desk(db: None) -> Any:
    return someone("city_desk", CityDesk, "320281")


@pytest.fixture
def editor(db: None) -> Any:
    """The publicity department: pages, never a record."""
    return someone("editor", PublicityEditor, "320281")


@pytest.fixture
def reviewer(db: None) -> Any:
    """The department: reads what editors hand in."""
    return someone("reviewer", PublicityReviewer, "320281")


@pytest.fixture
def chief(db: None) -> Any:
    """Signs pages, and takes them down."""
    return someone("chief", PublicityChief, "320281")


@pytest.fixture
def administrator(db: None) -> Any:
    """Accounts and regions of the whole country, no record."""
    return someone("administrator", SystemAdministrator, "32", "41")


@pytest.fixture
def boss(db: None) -> Any:
    boss = get_user_model().objects.create_superuser("boss", password="correct horse battery")
    accept_conduct(user=boss, at=timezone.now())
    return boss


@pytest.fixture
def as_clerk(client: Any, clerk: Any) -> Any:
    client.force_login(clerk)
    return client
