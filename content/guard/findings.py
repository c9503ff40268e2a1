"""What stands in the way of publication, and where."""

from dataclasses import dataclass

from content.guard.passages import Passage, Path


@dataclass(frozen=True)
class Finding:
    """`message` says what is wrong and what to do, in the editor's language."""

    field: str
    path: Path
    label: str
    code: str
    message: str

    @classmethod
    def at(cls, passage: Passage, *, code: str, message: str) -> "Finding":
        return cls(passage.field, passage.path, passage.label, code, message)
