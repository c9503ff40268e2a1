"""Random nonces, many drawn at once: a draw from the system takes several times as long as the encryption itself."""

import os

SIZE = 12
_AT_ONCE = 256
_drawn: list[bytes] = []
# A child process that went on with its parent's would give them out a second time.
os.register_at_fork(after_in_child=_drawn.clear)


def fresh_nonce() -> bytes:
    """Never given out before, in no thread and no process."""
    while True:
        try:
            return _drawn.pop()
        except IndexError:
            some = os.urandom(SIZE * _AT_ONCE)
            _drawn.extend(some[at : at + SIZE] for at in range(0, len(some), SIZE))
