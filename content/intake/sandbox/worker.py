"""Opens one document in a process of its own, under limits of memory and time.

A broken or hostile file can make its reader hang, crash or ask for gigabytes; it must take down nothing but
this process. Arguments: the Limits, as name=number. Standard input: the file. Standard output: JSON, either
{"lines": [[text, is_indented, is_whole, page, rows], ...]} or {"refused": code}.
"""

import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from content.intake.sandbox.kinds import kind_of
from content.intake.sandbox.limits import OUT_OF_MEMORY, Limits, Refused
from datasets.standards.decoding import Undecodable


def main() -> None:
    limits = Limits(**{name: int(n) for name, n in (one.split("=") for one in sys.argv[1:])})
    resource.setrlimit(resource.RLIMIT_AS, (limits.bytes, limits.bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    for forbidden in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(forbidden, (0, 0))
    try:
        json.dump(_told(sys.stdin.buffer.read(), limits), sys.stdout)
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)


def _told(content: bytes, limits: Limits) -> dict[str, Any]:
    try:
        # The reader of this kind of file and no other: each costs time to load.
        reader = import_module(f"content.intake.sandbox.{kind_of(content, limits)}")
        lines, signs = [], 0
        for line in reader.read(content, limits):
            signs += len(line.text) + sum(len(cell) for row in line.rows for cell in row)
            if signs > limits.signs:
                raise Refused("long")
            lines.append([line.text, line.is_indented, line.is_whole, line.page, line.rows])
    except (Refused, Undecodable) as refusal:
        return {"refused": refusal.code}
    except (MemoryError, RecursionError):
        return {"refused": "heavy"}
    return {"lines": lines}


if __name__ == "__main__":
    main()
