"""The texts of policies that were written before there were sections stay, word for word."""

from importlib import import_module

migration = import_module("content.migrations.0002_policy_sections")

OLD = (
    "<p>先说明。</p><h2>从哪里<b>开始</b></h2><p>试点。</p><h2>怎么做</h2><ul><li>建档。</li></ul>"
)


def test_an_old_text_becomes_a_section_for_each_of_its_headings() -> None:
    values = [block["value"] for block in migration.sections(OLD)]
    assert [(value["level"], value["heading"]) for value in values] == [
        ("1", ""), ("1", "从哪里开始"), ("1", "怎么做")
    ]  # fmt: skip
    assert values[2]["text"] == "<ul><li>建档。</li></ul>"
    assert migration.sections("") == []


def test_and_back_again() -> None:
    assert migration.text(migration.sections(OLD)) == OLD.replace("<b>", "").replace("</b>", "")
