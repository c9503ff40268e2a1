"""What stands in an encrypted column tells nothing, and is refused where it does not belong."""

from base64 import b64encode, urlsafe_b64encode
from os import urandom

import pytest

from datasets.encryption.keys import ID_LENGTH, Unreadable, keys_told
from datasets.encryption.values import ColumnCipher, Findable, Hidden, HiddenDocument

OLD, NEW = urandom(64), urandom(64)
OLD_TEXT, NEW_TEXT = (b64encode(key).decode() for key in (OLD, NEW))

TEXTS = ["艾滋病", "13800000000", "a" * 5_000, "\n\t", "０", "👨‍👩‍👧"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", [Hidden, Findable])
def test_what_was_encrypted_is_read_again(kind: type[Hidden], text: str) -> None:
    cipher = kind("child.health", keys_told(NEW_TEXT))
    stored = cipher.encrypt(text)
    assert cipher.decrypt(stored) == text
    assert stored.isascii()
    assert text not in stored


def test_a_document_is_read_again() -> None:
    cipher = HiddenDocument("ledgerrow.content", keys_told(NEW_TEXT))
    document = '{"身体状况": "艾滋病"}'.encode()
    assert cipher.decrypt(cipher.encrypt(document)) == document
    assert "艾滋病".encode() not in cipher.encrypt(document)


def test_nobody_can_tell_whether_two_hidden_texts_say_the_same() -> None:
    cipher = Hidden("child.health", keys_told(NEW_TEXT))
    assert cipher.encrypt("健康") != cipher.encrypt("健康")


def test_short_words_are_all_of_one_length() -> None:
    cipher = Hidden("guardian.condition", keys_told(NEW_TEXT))
    words = ["healthy", "in_prison", "not_fulfilling_duty", "艾滋病"]
    assert len({len(cipher.encrypt(word)) for word in words}) == 1


def test_a_findable_text_is_stored_alike_each_time() -> None:
    cipher = Findable("child.id_number", keys_told(NEW_TEXT))
    assert cipher.encrypt("990000201506010011") == cipher.encrypt("990000201506010011")


def test_the_same_number_in_two_columns_looks_different() -> None:
    child, guardian = (
        Findable(column, keys_told(NEW_TEXT))
        for column in ("child.id_number", "guardian.id_number")
    )
    assert child.encrypt("990000201506010011") != guardian.encrypt("990000201506010011")


@pytest.mark.parametrize("kind", [Hidden, Findable])
def test_a_value_moved_to_another_column_is_refused(kind: type[Hidden]) -> None:
    ring = keys_told(NEW_TEXT)
    stored = kind("child.health", ring).encrypt("艾滋病")
    with pytest.raises(Unreadable, match=r"child\.aid"):
        kind("child.aid", ring).decrypt(stored)


@pytest.mark.parametrize("kind", [Hidden, Findable])
@pytest.mark.parametrize("place", [ID_LENGTH, -5])
def test_an_altered_value_is_refused(kind: type[Hidden], place: int) -> None:
    cipher = kind("child.health", keys_told(NEW_TEXT))
    stored = list(cipher.encrypt("艾滋病影响"))
    stored[place] = "A" if stored[place] != "A" else "B"
    with pytest.raises(Unreadable):
        cipher.decrypt("".join(stored))


@pytest.mark.parametrize("plain", ["艾滋病", "990000201506010011", "健康 "])
@pytest.mark.parametrize("kind", [Hidden, Findable])
def test_a_plain_text_in_the_column_is_refused_not_shown(kind: type[Hidden], plain: str) -> None:
    with pytest.raises(Unreadable):
        kind("child.health", keys_told(NEW_TEXT)).decrypt(plain)


@pytest.mark.parametrize("kind", [Hidden, Findable])
def test_a_new_key_writes_and_the_old_one_still_reads(kind: type[Hidden]) -> None:
    before = kind("child.health", keys_told(OLD_TEXT))
    after = kind("child.health", keys_told(f"{NEW_TEXT},{OLD_TEXT}"))
    assert after.decrypt(before.encrypt("健康")) == "健康"
    assert after.encrypt("健康")[:ID_LENGTH] == keys_told(NEW_TEXT)[0].id
    with pytest.raises(Unreadable, match="ENCRYPTION_KEYS lacks"):
        before.decrypt(after.encrypt("健康"))


def test_a_findable_text_is_looked_for_under_every_key() -> None:
    both = Findable("child.id_number", keys_told(f"{NEW_TEXT},{OLD_TEXT}"))
    alone = [Findable("child.id_number", keys_told(text)) for text in (NEW_TEXT, OLD_TEXT)]
    assert both.spellings("990000") == [one.encrypt("990000") for one in alone]


def test_keys_are_told_in_any_base64_with_line_breaks_and_name_themselves() -> None:
    secret = bytes(range(190, 254))
    wrapped = b64encode(secret).decode()
    wrapped = f"{wrapped[:64]}\n{wrapped[64:]}\n"
    plain = urlsafe_b64encode(secret).decode().rstrip("=")
    assert keys_told(wrapped) == keys_told(plain)
    assert len(keys_told(plain)[0].id) == ID_LENGTH


def test_a_cipher_of_its_own_for_each_kind_and_column() -> None:
    ring = keys_told(NEW_TEXT)
    kinds: list[type[ColumnCipher]] = [Hidden, Findable]
    stored = [kind(column, ring).encrypt("x") for kind in kinds for column in ("a", "b")]  # type: ignore[attr-defined]
    assert len({text[ID_LENGTH:] for text in stored}) == len(stored)
