"""Every clause of a document has an address, and is found by the name that a duty table gives it."""

from content.clauses import clause_name, clause_tree, in_reading_order


def section(level: str, label: str = "", heading: str = "") -> dict[str, str]:
    return {"level": level, "label": label, "heading": heading, "text": ""}


def test_an_address_is_the_path_of_ordinals() -> None:
    tree = clause_tree(
        [
            section("1", "一、"),
            section("2", "（一）"),
            section("3", "1．"),
            section("3", "2．"),
            section("2", "（二）"),
            section("1", "二、"),
        ]
    )
    assert [clause.address for clause in in_reading_order(tree)] == [
        "c-1", "c-1-1", "c-1-1-1", "c-1-1-2", "c-1-2", "c-2"
    ]  # fmt: skip


def test_a_level_that_is_left_out_makes_no_gap() -> None:
    tree = clause_tree([section("1", "一、"), section("3", "1."), section("2", "（一）")])
    assert [clause.address for clause in in_reading_order(tree)] == ["c-1", "c-1-1", "c-1-2"]
    assert [clause.depth for clause in in_reading_order(tree)] == [1, 2, 2]


def test_a_document_that_begins_below_the_first_level_keeps_all_it_has() -> None:
    tree = clause_tree([section("2", "（一）"), section("1", "一、"), section("2", "（一）")])
    assert [clause.address for clause in in_reading_order(tree)] == ["c-1", "c-2", "c-2-1"]


def test_a_clause_is_called_as_the_duty_table_cites_it() -> None:
    tree = clause_tree(
        [
            section("1", "三、", "建立完善机制"),
            section("2", "(一)", "五位一体"),
            section("3", "1．", "预防机制"),
            section("1", "七、", "职责分工"),
            section("2", "", "市公安局："),
            section("1", "附件", "责任分工"),
            section("2", "", "市民政局"),
        ]
    )
    assert [clause.name for clause in in_reading_order(tree)] == [
        "三", "三（一）", "三（一）1", "七", "七·市公安局", "附件", "附件·市民政局"
    ]  # fmt: skip


def test_ways_of_writing_a_clause_are_one() -> None:
    assert clause_name("三 (一) １") == clause_name("三（一）1")
