"""With one key no nonce may ever come twice."""

import os
from concurrent.futures import ThreadPoolExecutor

from datasets.encryption.nonces import SIZE, fresh_nonce

_MANY = 5_000


def _some(_turn: int = 0) -> list[bytes]:
    return [fresh_nonce() for _time in range(_MANY)]


def test_none_comes_twice_in_any_thread() -> None:
    with ThreadPoolExecutor(8) as threads:
        drawn = [nonce for some in threads.map(_some, range(8)) for nonce in some]
    assert {len(nonce) for nonce in drawn} == {SIZE}
    assert len(set(drawn)) == 8 * _MANY


def test_a_forked_process_draws_its_own() -> None:
    fresh_nonce()  # there are some left over, which both would have
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, b"".join(fresh_nonce() for _time in range(300)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    theirs = {told[at : at + SIZE] for at in range(0, len(told), SIZE)}
    assert len(theirs) == 300
    assert theirs.isdisjoint(fresh_nonce() for _time in range(300))
