"""Records that were not simply recorded have indexes of their own; place and time together are terms of the index of words."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models

TIMES = (
    "UPDATE recordbook_recordtext t SET terms = t.terms || array_to_tsvector(ARRAY["
    "'_t' || r.top_key || '-' || to_char(r.held_on, 'YYYYMM'), '_o' || r.org_key || '-' || to_char(r.held_on, 'YYYY')])"
    " FROM recordbook_record r WHERE r.id = t.record_id"
)


def times(apps: Any, schema_editor: Any) -> None:
    """Only PostgreSQL asks for time by terms; SQLite's index is in the order of time."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(TIMES)


class Migration(migrations.Migration):

    dependencies = [("recordbook", "0003_devices")]

    operations = [
        migrations.AddIndex("record", models.Index(
            fields=["top_key", "truth", "-held_on", "-id"], condition=~models.Q(truth="recorded"), name="recordbook_how")),
        migrations.AddIndex("record", models.Index(
            fields=["top_key", "-held_on", "-id"], condition=models.Q(standing__gt=1), name="recordbook_corrected")),
        migrations.RunPython(times, migrations.RunPython.noop),
    ]
