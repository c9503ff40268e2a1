"""One change of what is defined: its rows, its tables and its permissions in one transaction, or nothing of it."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from datasets.custom import loading
from datasets.custom.computing import broken_formulas
from datasets.custom.foreign_keys import fit_foreign_keys
from datasets.custom.indexes import make_indexes
from datasets.custom.tables import is_lacking, settle_table
from datasets.custom.types.links import models_by_collection
from datasets.models import DefinitionsState

_STATE = 1


class DefinitionsBusy(ValidationError):
    """The tables are being written: the change would hold everybody up."""


@contextmanager
def change_of_definitions() -> Iterator[list[Callable[[], None]]]:
    """Around the writing of definitions. With it the tables follow; with its failure everything is as before.

    Gives a list for what is to be done once the tables have followed: values to be converted. One change at a
    time, in all processes, and none while a record is being written. Raises DefinitionsBusy.
    """
    afterwards: list[Callable[[], None]] = []
    try:
        # Nobody of this process may wait for what the transaction holds while it waits for them.
        with loading.alone(), transaction.atomic():
            loading.keep_others_out()
            state, _is_new = DefinitionsState.objects.select_for_update().get_or_create(pk=_STATE)
            yield afterwards
            state.name = uuid.uuid4()
            state.save()
            loading.refresh()
            _refuse_broken_formulas()
            _settle(afterwards)
    except (OperationalError, loading.StillAtWork) as error:
        loading.refresh()
        raise DefinitionsBusy(
            _("现在有人正在大批写入，没有改动。请过几分钟再试。"), code="busy"
        ) from error
    except IntegrityError as error:
        loading.refresh()
        raise ValidationError({"is_unique": _("有几条记录的内容相同，不能要求不重复。")}) from error
    except BaseException:
        loading.refresh()
        raise
    transaction.on_commit(_index_without_blocking)


def _refuse_broken_formulas() -> None:
    """Whatever was changed: a new formula, or a field that an old one names. Raises ValidationError."""
    for model in models_by_collection().values():
        for label, why in broken_formulas(model).items():
            raise ValidationError(_("“%(name)s”的公式：%(why)s") % {"name": label, "why": why})


def settle_definitions() -> list[str]:
    """Finish what a crash or a restore left undone: missing columns, missing or half-made indexes.

    Returns what was made: tables whose columns were missing, names of indexes.
    """
    loading.refresh()
    models = loading.models_with_made_fields()
    lacking = [model for model in models if is_lacking(model)]
    if lacking:
        with loading.alone(), transaction.atomic():
            loading.keep_others_out()
            for model in lacking:
                settle_table(model)
    made = [model._meta.db_table for model in lacking]
    for model in models:
        made += make_indexes(model, without_blocking=not connection.in_atomic_block)
    return made


def _settle(afterwards: list[Callable[[], None]]) -> None:
    """What is defined gets the tables and columns that it lacks, and in them what is to stand there."""
    models = loading.models_with_made_fields()
    _pay_checks()
    for model in models:
        settle_table(model)
    for act in afterwards:
        act()
    _pay_checks()
    for model in models_by_collection().values():
        fit_foreign_keys(model)
    for model in models:
        make_indexes(model, only_unique=connection.vendor == "postgresql")


def _pay_checks() -> None:
    """PostgreSQL alters no table of which a check is still owed."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _index_without_blocking() -> None:
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        for model in loading.models_with_made_fields():
            make_indexes(model, without_blocking=True)
