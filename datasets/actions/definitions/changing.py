"""One change of what is defined: its rows, its tables and its permissions in one transaction, or nothing of it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from datasets.custom import loading
from datasets.custom.indexes import make_indexes
from datasets.custom.tables import settle_table
from datasets.models import DefinitionsState

_STATE = 1


class DefinitionsBusy(ValidationError):
    """The tables are being written: the change would hold everybody up."""


@contextmanager
def change_of_definitions() -> Iterator[None]:
    """Around the writing of definitions. With it the tables follow; with its failure everything is as before.

    One change at a time, in all processes. Raises DefinitionsBusy.
    """
    try:
        with transaction.atomic():
            state, _is_new = DefinitionsState.objects.select_for_update().get_or_create(pk=_STATE)
            yield
            state.name = uuid.uuid4()
            state.save()
            loading.refresh()
            _settle()
            transaction.on_commit(_index_without_blocking)
    except OperationalError as error:
        loading.refresh()
        raise DefinitionsBusy(
            _("现在有人正在大批写入，没有改动。请过几分钟再试。"), code="busy"
        ) from error
    except BaseException:
        loading.refresh()
        raise


def _settle() -> None:
    """What is defined gets the tables and columns that it lacks."""
    for model in loading.models_with_made_fields():
        settle_table(model)
        make_indexes(model, only_unique=connection.vendor == "postgresql")


def _index_without_blocking() -> None:
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        for model in loading.models_with_made_fields():
            make_indexes(model, without_blocking=True)
