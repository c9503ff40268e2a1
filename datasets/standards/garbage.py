"""Python's collector of cycles, kept from walking millions of small objects that hold none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_garbage_walks() -> Iterator[None]:
    """Pause the collection of cycles. A ledger's rows are plain data: walking them took a third of the time.

    What came about meanwhile counts as old afterwards: the next collection need not walk all of it as new.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.unfreeze()  # into the oldest generation, without a look at it
            gc.enable()
