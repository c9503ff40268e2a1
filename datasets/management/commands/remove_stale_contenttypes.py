"""manage.py remove_stale_contenttypes: Django's own, which takes what no model has for stale.

Without what is defined it would remove the collections of one's own, and with them what their roles may do.
"""

from django.contrib.contenttypes.management.commands import remove_stale_contenttypes

from datasets.management.defined import DefinedCommand


class Command(DefinedCommand, remove_stale_contenttypes.Command):
    pass
