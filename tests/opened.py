"""All that the program itself can read: the database with its encrypted columns opened, the kept files with theirs."""

import io
import zipfile
from collections.abc import Iterator

from django.apps import apps

from datasets.models.files import records_storage


def opened() -> dict[str, str]:
    """Table.column → all values as text; file → its text, unpacked where it is a workbook."""
    found = {}
    for model in apps.get_models():
        if model._meta.app_label not in ("datasets", "django_tasks_database"):
            continue
        for field in model._meta.concrete_fields:
            values = model._default_manager.order_by().values_list(field.attname, flat=True)
            found[f"{model._meta.db_table}.{field.column}"] = "\n".join(map(str, values))
    storage = records_storage()
    for name in storage.names():  # type: ignore[attr-defined]
        with storage.open(name) as file:
            found[name] = "\n".join(_texts(file.read()))
    return found


def places_of(words: list[str]) -> set[tuple[str, str]]:
    """Where which of the words stands."""
    return {(place, word) for place, text in opened().items() for word in words if word in text}


def _texts(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", "replace")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield packed.read(name).decode("utf-8", "replace")
