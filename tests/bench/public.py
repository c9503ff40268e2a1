"""make bench-public: public pages with and without the page cache, beside a stock Wagtail page as long.

One gunicorn (two workers) after another serves on loopback, wrk asks for ten seconds each; all in one run
on an otherwise idle machine. Needs wrk (Debian: apt install wrk). BENCH_SECONDS=3 asks for less.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
WORKERS = 2
CONNECTIONS = 8
#: The page that is asked for: with a policy's text, lists and menus.
PAGE = "/policies/zhengzhou-2014-10/"
#: Its length in bytes, for the bare server's page.
LENGTH = "BENCH_LENGTH"
STOCK = "stock Wagtail, as `wagtail start` makes it"
_PATIENCE = 120


def main() -> int:
    if shutil.which("wrk") is None:
        say("wrk is missing (Debian: apt install wrk).")
        return 1
    with tempfile.TemporaryDirectory(prefix="hutong-bench-") as var:
        environment = _environment(Path(var))
        _prepare(environment)
        measured = {}
        with _serving("config.wsgi:application", environment) as address:
            length = len(_page(address + PAGE))
            say(f"{PAGE}: {length:,} bytes; {WORKERS} workers, {SECONDS} s each\n")
            _page(address + PAGE)  # kept from here on
            measured["cached, compressed"] = _asked(address + PAGE, "Accept-Encoding: gzip")
            measured["cached, as plain text"] = _asked(address + PAGE)
            tag = _tag(address + PAGE)
            measured["cached, unchanged (304)"] = _asked(address + PAGE, f"If-None-Match: {tag}")
            measured["cold (a question in the address)"] = _asked(address + PAGE + "?x=1")
            measured["search"] = _asked(address + "/search/?q=%E7%9B%91%E6%8A%A4")
        with _serving(
            "tests.bench.bare:application", {**environment, LENGTH: str(length)}
        ) as address:
            measured["bare gunicorn"] = _asked(address + "/")
        stock = _stock_site(Path(var) / "stock", length)
        with _serving("stock.wsgi:application", stock, folder=Path(var) / "stock") as address:
            assert abs(len(_page(address + "/")) - length) < length / 10
            measured[STOCK] = _asked(address + "/")
    _report(measured)
    return 0


def _report(measured: Mapping[str, float]) -> None:
    stock = measured[STOCK]
    for name, rate in measured.items():
        say(f"{rate:>9,.0f} requests/s  {rate / stock:>6.1f} times stock  {name}")


def _environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    return kept | {
        "HUTONG_VAR": str(var),
        "DJANGO_SETTINGS_MODULE": "tests.bench.serving",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }  # fmt: skip


def _stock_site(folder: Path, length: int) -> dict[str, str]:
    """A new project of Wagtail's own making, whose front page gets a menu and a text as long as ours."""
    folder.mkdir()
    wagtail = str(Path(sys.executable).with_name("wagtail"))
    subprocess.run([wagtail, "start", "stock", str(folder)], check=True, stdout=subprocess.DEVNULL)
    (folder / "stock/settings/bench.py").write_text(
        "from stock.settings.base import *\n"
        "DEBUG, SECRET_KEY, ALLOWED_HOSTS = False, 'bench' * 20, ['127.0.0.1']\n"
    )
    text = "Children in difficulty are everybody's concern. "
    paragraphs = f"<p>{text * 5}</p>\n" * (max(length - 1_200, 0) // (len(text) * 5 + 8))
    (folder / "home/templates/home/home_page.html").write_text(
        '{% extends "base.html" %}{% load wagtailcore_tags %}{% block content %}<ul>'
        "{% for entry in page.get_children.live.in_menu %}"
        '<li><a href="{% pageurl entry %}">{{ entry.title }}</a></li>{% endfor %}</ul>'
        f"<h1>{{{{ page.title }}}}</h1>{paragraphs}{{% endblock %}}"
    )
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    environment |= {"DJANGO_SETTINGS_MODULE": "stock.settings.bench", "PYTHONPATH": str(folder)}
    for command in (["migrate"], ["collectstatic", "--noinput"]):
        subprocess.run(
            [sys.executable, "manage.py", *command, "-v0"], cwd=folder, env=environment, check=True
        )
    return environment


def _prepare(environment: Mapping[str, str]) -> None:
    for command in (["migrate"], ["seed"], ["pages"], ["collectstatic", "--noinput"]):
        subprocess.run(
            [sys.executable, "manage.py", *command, "-v0"], cwd=ROOT, env=environment, check=True
        )


@contextmanager
def _serving(
    application: str, environment: Mapping[str, str], folder: Path = ROOT
) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", application, "--preload", "--workers", str(WORKERS),
        "--bind", f"127.0.0.1:{port}", "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=folder, env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _page(address + "/")
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The server did not start.")


def _page(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - loopback
        return bytes(answer.read())


def _tag(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - loopback
        return str(answer.headers["ETag"])


def _asked(address: str, header: str = "Accept: text/html") -> float:
    """Requests a second. An answer that is an error ends the run: errors are quick."""
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", header, address]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{address} answered with errors:\n{told}")
    (rate,) = re.findall(r"Requests/sec:\s+([\d.]+)", told)
    return float(rate)


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    sys.exit(main())
