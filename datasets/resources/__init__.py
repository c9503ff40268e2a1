"""The canonical spreadsheet of each collection: what is exported can be edited and imported again.

Built on django-import-export; records.py says what of it is kept. A cell that still says what an export
would say now changes nothing, whatever a spreadsheet program did to the rest of the file.
"""

from datasets.resources.error_workbooks import NothingRejected, write_errors
from datasets.resources.exporting import (
    CANONICAL,
    Shape,
    UnknownFormat,
    export,
    export_to_file,
    whole_file,
)
from datasets.resources.importing import (
    NotCanonical,
    Outcome,
    PreviewOutdated,
    import_sheet,
    preview_import,
)
from datasets.resources.registry import COLLECTIONS, SHEETS, collection_of
from datasets.resources.sent_layouts import in_layout
from datasets.resources.workbooks import TextTooLong, TooManyRows

__all__ = [
    "CANONICAL",
    "COLLECTIONS",
    "SHEETS",
    "NotCanonical",
    "NothingRejected",
    "Outcome",
    "PreviewOutdated",
    "Shape",
    "TextTooLong",
    "TooManyRows",
    "UnknownFormat",
    "collection_of",
    "export",
    "export_to_file",
    "import_sheet",
    "in_layout",
    "preview_import",
    "whole_file",
    "write_errors",
]
