"""What the settings promise: production is refused until it is told, SQLite really is as configured."""

import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha512
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
TOLD = {
    "SECRET_KEY": "k3e-a-long-text-for-the-tests-alone-0123456789-abcdefghijklmnopq",
    "AUDIT_KEY": "a7d-another-long-text-for-the-tests-alone-0123456789-abcdefghij",
    "ENCRYPTION_KEYS": b64encode(sha512(b"for the tests alone").digest()).decode(),
    "ALLOWED_HOSTS": "hutong.example.gov.cn",
    "DATABASE_URL": "sqlite:///:memory:",
}
# Private keys, and words that are given a value of the shape of a secret.
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(?:AKIA|ghp_|wagtail_|sk-)[A-Za-z0-9]{16,}"
    r"|(?i:secret_key|password|token)\s*=\s*[\"'][A-Za-z0-9_+/=-]{24,}[\"']"
)


def check_production(var: Path, told: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` with the production settings and nothing in the environment but `told`."""
    environment = {
        "PATH": os.environ["PATH"],
        "HUTONG_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        **told,
    }
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", TOLD)
def test_production_refuses_to_start_without_it_and_says_so_in_one_sentence(
    name: str, tmp_path: Path
) -> None:
    result = check_production(tmp_path, {key: TOLD[key] for key in TOLD if key != name})

    assert result.returncode == 1
    assert re.fullmatch(rf"Set {name}: [^.\n]+\.\n", result.stderr)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("secret", "a key in it is 4 bytes long instead of 64"),
        ("钥匙", "a key in it is not base64"),
        (",", "there is no key in it"),
        (b64encode(bytes(64)).decode(), "a key in it is not random"),
        ("{0},{0}".format(TOLD["ENCRYPTION_KEYS"]), "a key stands in it twice"),
    ],
)
def test_production_refuses_keys_that_are_none_and_does_not_print_them(
    keys: str, why: str, tmp_path: Path
) -> None:
    result = check_production(tmp_path, TOLD | {"ENCRYPTION_KEYS": keys})

    assert result.returncode == 1
    assert result.stderr == f"Set ENCRYPTION_KEYS again: {why}.\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "changeme"), ("SECRET_KEY", "x" * 60), ("AUDIT_KEY", "audit"), ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "hutong.example.gov.cn,*"),
    ],
)  # fmt: skip
def test_production_refuses_what_anybody_guesses_and_does_not_print_it(
    name: str, value: str, tmp_path: Path
) -> None:
    result = check_production(tmp_path, TOLD | {name: value})

    assert result.returncode == 1
    assert re.fullmatch(rf"Set {name} again: [^\n]+\.\n", result.stderr)
    assert value == "*" or value not in result.stderr


def test_production_passes_the_deployment_check_without_a_warning(tmp_path: Path) -> None:
    result = check_production(tmp_path, TOLD)

    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("busy_timeout", 30_000), ("synchronous", 1)],
)
def test_sqlite_is_in_the_mode_that_the_settings_name(pragma: str, value: int | str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone() == (value,)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone")
@pytest.mark.django_db
def test_sqlite_takes_the_write_lock_at_once() -> None:
    assert connection.transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]


def test_no_secret_lies_in_the_repository() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = [
        name
        for name in listed.stdout.split("\0")
        if (path := ROOT / name).is_file() and SECRETS.search(path.read_text(errors="ignore"))
    ]

    assert found == []
