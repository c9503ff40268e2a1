"""What every answer tells the browser."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.django_db


def test_a_public_page_runs_nothing_that_stands_in_it_and_loads_nothing_from_elsewhere(
    client: Any,
) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_admin_is_framed_by_nobody_else_and_kept_by_no_cache(as_clerk: Any) -> None:
    headers = as_clerk.get("/admin/").headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert {"private", "no-store"} <= set(headers["Cache-Control"].split(", "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_page_for_a_broken_server_keeps_its_style(client: Any) -> None:
    page = (ROOT / "templates/500.html").read_text()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in client.get("/").headers["Content-Security-Policy"]


def test_our_own_templates_need_no_exception() -> None:
    """No script and no style stands in a page of ours, no handler in a tag."""
    inline = re.compile(r"<script>|<style>|\sstyle=|\son(?:click|change|load|submit)=")
    found = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text())
    }
    assert found <= {"templates/500.html"}
