"""The rows of a ledger that were not taken, as a file to be corrected and handed in again."""

import tempfile
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from datasets.admin.ledgers.pages import LedgerPage, private
from datasets.choices import AccessVerb
from datasets.ledgers.sheets import UnreadableLedger
from datasets.models import LedgerBatch
from datasets.resources import NothingRejected, write_errors


class BatchErrors(LedgerPage):
    """For whoever may hand the rows in again. `?parked` adds those that wait for a decision."""

    logged_as = None  # until it is known what goes out

    def get(self, request: Any, pk: int) -> HttpResponse | FileResponse:
        batch = self.batch(pk)
        if not self.may_import(batch.collection):
            request.visit.refuses(AccessVerb.ERRORS, LedgerBatch, [pk])
            raise PermissionDenied
        with_parked = "parked" in request.GET
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        try:
            count = write_errors(batch, file, by=self.actor, with_parked=with_parked)
        except (NothingRejected, UnreadableLedger) as refusal:
            file.close()
            messages.error(request, str(refusal))
            return redirect("ledger_batch", pk=pk)
        request.visit.shows(AccessVerb.ERRORS, LedgerBatch, [pk], count=count)
        file.seek(0)
        name = _("%(file)s（要改的行）.xlsx") % {"file": PurePath(batch.file_name).stem}
        return private(FileResponse(file, as_attachment=True, filename=name))
