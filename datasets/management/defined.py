"""Commands that know what somebody defined: brought in before their arguments are read, which may name it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from datasets.custom.loading import refresh


class DefinedCommand(BaseCommand):
    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        refresh()
        return super().create_parser(*args, **options)
