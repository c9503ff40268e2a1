"""The canonical spreadsheet of each collection: what is exported can be edited and imported again.

Built on django-import-export; records.py says what of it is kept. A cell that still says what an export
would say now changes nothing, whatever a spreadsheet program did to the rest of the file.
"""

from datasets.resources.exporting import UnknownFormat, export_rows, export_to_file
from datasets.resources.importing import (
    NotCanonical,
    Outcome,
    PreviewOutdated,
    import_sheet,
    preview_import,
)
from datasets.resources.registry import COLLECTIONS, collection_of
from datasets.resources.workbooks import TextTooLong, csv_lines, write_csv, write_workbook

__all__ = [
    "COLLECTIONS",
    "NotCanonical",
    "Outcome",
    "PreviewOutdated",
    "TextTooLong",
    "UnknownFormat",
    "collection_of",
    "csv_lines",
    "export_rows",
    "export_to_file",
    "import_sheet",
    "preview_import",
    "write_csv",
    "write_workbook",
]
