"""Where files that belong to records lie: out of reach of any address."""

from django.core.files.storage import Storage, storages


def records_storage() -> Storage:
    return storages["records"]
