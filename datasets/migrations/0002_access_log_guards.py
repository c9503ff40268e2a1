"""The access log's first head, and the triggers that let nobody change an entry."""

from django.db import migrations

from datasets.audit.guards import remove_guards, set_guards


def begin(apps, schema_editor):
    apps.get_model("datasets", "AccessHead").objects.create(pk=1)
    set_guards(schema_editor.connection)


def end(apps, schema_editor):
    remove_guards(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("datasets", "0001_initial")]
    operations = [migrations.RunPython(begin, end)]
