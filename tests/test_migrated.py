"""The template of the suite's database is never older than what it is made of."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests import migrated
from tests.migrated import copy_migrated, fingerprint

MIGRATION = "datasets/migrations/0001_initial.py"
TREE = {
    MIGRATION: "import datasets.models.encrypted\nfrom datasets.audit.guards import set_guards\n",
    "datasets/models/encrypted.py": "KIND = 'text'\n",
    "datasets/audit/guards.py": "GUARDS = ()\n",
    "datasets/admin/children.py": "TITLE = '儿童'\n",
    "site/config/settings/base.py": "INSTALLED_APPS = []\n",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, text in TREE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize("name", [name for name in TREE if "admin" not in name])
def test_what_migrating_reads_makes_another_template(tree: Path, name: str) -> None:
    before = fingerprint(tree)
    (tree / name).write_text(TREE[name] + "MORE = 1\n")
    assert fingerprint(tree) != before


def test_one_migration_more_or_less_makes_another_template(tree: Path) -> None:
    before = fingerprint(tree)
    added = tree / "home" / "migrations" / "0001_initial.py"
    added.parent.mkdir(parents=True)
    added.touch()
    assert fingerprint(tree) != before
    added.unlink()
    assert fingerprint(tree) == before


def test_what_no_migration_reads_leaves_the_template(tree: Path) -> None:
    before = fingerprint(tree)
    (tree / "datasets" / "admin" / "children.py").write_text("TITLE = '困境儿童'\n")
    assert fingerprint(tree) == before


def test_a_library_of_another_version_makes_another_template(
    tree: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    libraries = tmp_path_factory.mktemp("libraries")
    monkeypatch.setattr(migrated.sysconfig, "get_path", lambda _name: str(libraries))
    before = fingerprint(tree)
    (libraries / "django-5.2.1.dist-info").mkdir()
    assert fingerprint(tree) != before


class _Template:
    """Made of nothing: it counts how often."""

    kept = ""
    made = 0

    def locked(self) -> Any:
        return nullcontext()

    def mark(self) -> str:
        return self.kept

    def set_mark(self, mark: str) -> None:
        type(self).kept = mark

    def make(self) -> None:
        type(self).made += 1

    def copy(self, name: str) -> None:
        assert name == "suites"


@pytest.fixture
def times_made(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Begin a run; how often the template has been made by then."""

    class Template(_Template): ...

    monkeypatch.setattr(migrated, "_File", Template)
    monkeypatch.setattr(migrated, "_Database", Template)

    def times(*, run: str, anew: bool = False, of: str = "these") -> int:
        monkeypatch.setattr(migrated, "fingerprint", lambda _root: of)
        copy_migrated("suites", run=run, anew=anew)
        return Template.made

    return times


def test_runs_share_a_template_while_it_is_made_of_the_same(times_made: Callable[..., int]) -> None:
    assert times_made(run="first") == 1
    assert times_made(run="second") == 1
    assert times_made(run="third", of="others") == 2


def test_a_run_that_asks_for_it_migrates_anew_once_for_all_its_workers(
    times_made: Callable[..., int],
) -> None:
    assert times_made(run="first") == 1
    assert times_made(run="whole", anew=True) == 2
    assert times_made(run="whole", anew=True) == 2
    assert times_made(run="whole again", anew=True) == 3


def test_making_that_failed_leaves_no_template(
    times_made: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    times_made(run="first")

    def fail(self: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(_Template, "make", fail)
        with pytest.raises(RuntimeError):
            times_made(run="second", of="others")
    assert times_made(run="third", of="others") == 2
