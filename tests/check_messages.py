"""Whether every interface string has its English, and the compiled catalogues say the same: `make lint`.

Run from the project's folder through manage.py's settings; needs the gettext tools.
"""

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

import django  # noqa: E402 - the settings must be named first
from django.core.management import call_command  # noqa: E402 - as above
from django.test import override_settings  # noqa: E402 - as above

LOCALE = ROOT / "site" / "locale"
CATALOGUE = Path("en") / "LC_MESSAGES" / "django.po"
TOOLS = ("xgettext", "msgmerge", "msguniq", "msgattrib", "msgfmt")


def main() -> int:
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if absent:
        return failure(
            f"{', '.join(absent)} missing: install GNU gettext (Debian: apt install gettext)."
        )
    if not (LOCALE / CATALOGUE).exists():
        return failure(f"{LOCALE / CATALOGUE} is missing: run `make messages`.")
    with tempfile.TemporaryDirectory() as folder:
        fresh = shutil.copytree(LOCALE, Path(folder) / "locale") / CATALOGUE
        collect_messages(into=fresh.parents[2])
        untranslated = messages_of(fresh, "--untranslated") + messages_of(fresh, "--only-fuzzy")
        if untranslated:
            return failure("Without English (`make messages`, then translate):\n" + untranslated)
    for catalogue in sorted(LOCALE.rglob("*.po")):
        if compiled(catalogue) != stored(catalogue.with_suffix(".mo")):
            return failure(f"{catalogue} is not compiled: run `make messages`.")
    return 0


def collect_messages(*, into: Path) -> None:
    """Merge the strings of the sources into the catalogues under `into`."""
    os.chdir(ROOT)
    django.setup()
    with override_settings(LOCALE_PATHS=[into]):
        call_command(
            "makemessages",
            locale=["en"],
            no_location=True,
            no_obsolete=True,
            ignore_patterns=[".venv", "var", "site/locale"],
            verbosity=0,
        )


def messages_of(catalogue: Path, kind: str) -> str:
    """The entries of `kind` (an option of msgattrib), as they stand in the catalogue."""
    command = ["msgattrib", kind, "--no-wrap", "--no-obsolete", str(catalogue)]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    entries = shown.split("\n\n")[1:]  # the first is the catalogue's header
    return "\n\n".join(entries)


def compiled(catalogue: Path) -> dict[object, str]:
    with tempfile.NamedTemporaryFile(suffix=".mo") as file:
        subprocess.run(["msgfmt", "--check-format", "-o", file.name, str(catalogue)], check=True)
        return stored(Path(file.name))


def stored(path: Path) -> dict[object, str]:
    """What a compiled catalogue says; nothing where there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return vars(gettext.GNUTranslations(file))["_catalog"]


def failure(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201 - this is a command
    return 1


if __name__ == "__main__":
    sys.exit(main())
