"""Kept files: ciphertext on the disk, the content for who opens them, frame by frame."""

import io
import tracemalloc
from base64 import b64encode
from os import urandom
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.http import FileResponse

from datasets.encryption.files import FRAME, decrypted, encrypted, plain_size
from datasets.encryption.keys import Unreadable
from datasets.encryption.storage import EncryptedStorage

SIZES = [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 5]


def stored(content: bytes, *, piece: int = 10_000) -> bytes:
    pieces = (content[start : start + piece] for start in range(0, len(content), piece))
    return encrypted(pieces).read()


@pytest.fixture
def storage(tmp_path: Path) -> EncryptedStorage:
    options = {"location": tmp_path, "base_url": None, "file_permissions_mode": 0o600}
    return EncryptedStorage("django.core.files.storage.FileSystemStorage", options)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("piece", [1_000, FRAME, 10 * FRAME])
def test_what_was_stored_is_read_again(size: int, piece: int) -> None:
    content = urandom(size)
    kept = stored(content, piece=piece)
    assert plain_size(len(kept)) == size
    assert decrypted(io.BytesIO(kept)).read() == content


@pytest.mark.parametrize("size", SIZES)
def test_any_part_is_read_by_itself(size: int) -> None:
    content = urandom(size)
    file = decrypted(io.BytesIO(stored(content)))
    assert file.seek(0, io.SEEK_END) == size
    for place in (0, size // 2, max(size - 3, 0), FRAME - 2, size + 9):
        file.seek(place)
        assert file.read(7) == content[place : place + 7]


def test_the_disk_holds_nothing_of_the_content_and_the_same_content_never_twice() -> None:
    content = "身份证号,990000201506010011,艾滋病\n".encode() * 5_000
    one, other = stored(content), stored(content)
    for word in ("990000201506010011", "艾滋病"):
        assert word.encode() not in one
    assert one[50:1_000] != other[50:1_000]


@pytest.mark.parametrize(
    "damage", ["cut", "cut a frame", "flip", "swap", "header", "plain", "empty"]
)
def test_a_file_that_was_altered_is_refused(damage: str) -> None:
    kept = bytearray(stored(urandom(3 * FRAME)))
    frame = FRAME + 16
    head = len(kept) - 3 * frame
    if damage == "cut":
        del kept[-1]
    elif damage == "cut a frame":
        del kept[-frame:]
    elif damage == "flip":
        kept[head + 5] ^= 1
    elif damage == "swap":
        kept[head : head + 2 * frame] = (
            kept[head + frame : head + 2 * frame] + kept[head : head + frame]
        )
    elif damage == "header":
        kept[10] ^= 1
    elif damage == "plain":
        kept = bytearray("姓名,身份证号\n".encode() * 100)
    else:
        kept = kept[:head]
    with pytest.raises(Unreadable):
        decrypted(io.BytesIO(bytes(kept))).read()


def test_a_storage_gives_back_what_was_saved_and_its_true_size(
    storage: EncryptedStorage, tmp_path: Path
) -> None:
    content = urandom(200_000)
    name = storage.save("ledgers/a.xlsx", ContentFile(content))
    assert storage.exists(name)
    assert storage.size(name) == len(content)
    with storage.open(name) as file:
        assert file.size == len(content)
        assert file.read() == content
    with file.open("rb") as again:
        assert again.read() == content
    on_disk = tmp_path / name
    assert content[:64] not in on_disk.read_bytes()
    assert on_disk.stat().st_mode & 0o777 == 0o600
    assert list(storage.names()) == [name]
    storage.delete(name)
    assert not storage.exists(name)


def test_nobody_gets_a_path_an_address_or_a_way_to_write_into_it(storage: EncryptedStorage) -> None:
    name = storage.save("a.txt", ContentFile(b"x"))
    for forbidden in (lambda: storage.path(name), lambda: storage.url(name)):
        with pytest.raises(NotImplementedError):
            forbidden()
    with pytest.raises(ValueError, match="saved anew"):
        storage.open(name, "wb")


def test_a_download_has_the_contents_length_and_is_never_sent_past_the_cipher(
    storage: EncryptedStorage,
) -> None:
    content = urandom(FRAME + 1_000)
    file = storage.open(storage.save("a.xlsx", ContentFile(content)))
    with pytest.raises(io.UnsupportedOperation):  # what a server would send by itself
        file.fileno()
    response = FileResponse(file, as_attachment=True, filename="台账.xlsx")
    assert response.headers["Content-Length"] == str(len(content))
    assert b"".join(response.streaming_content) == content


def test_a_large_file_is_never_held_whole(storage: EncryptedStorage) -> None:
    class Large(ContentFile):
        def chunks(self, chunk_size: int | None = None) -> Any:
            for _piece in range(300):
                yield bytes(FRAME)

    tracemalloc.start()
    name = storage.save("large", Large(b""))
    with storage.open(name) as file:
        size = sum(len(piece) for piece in file.chunks())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 300 * FRAME
    assert peak < 40 * FRAME


def test_an_old_key_still_opens_the_file_and_a_lost_one_says_so(
    storage: EncryptedStorage, settings: Any
) -> None:
    before = settings.ENCRYPTION_KEYS
    name = storage.save("a", ContentFile(b"content"))
    new = b64encode(urandom(64)).decode()
    settings.ENCRYPTION_KEYS = f"{new},{before}"
    assert storage.open(name).read() == b"content"
    settings.ENCRYPTION_KEYS = new
    with pytest.raises(Unreadable, match="lacks the key"):
        storage.open(name)
