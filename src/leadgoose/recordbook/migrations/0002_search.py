"""Records are found by terms in an index of the database's own kind; and compared by marks.

The table of words is a projection: it is made anew and filled from the versions that stand.
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import leadgoose.recordbook.models.found

POSTGRESQL = (
    # words and terms in their own storage, so that the rows that time is read from stay narrow
    "ALTER TABLE recordbook_recordtext SET (toast_tuple_target = 128)",
    # without a list of pending entries, which every question would have to read through
    "CREATE INDEX recordbook_terms ON recordbook_recordtext USING gin (terms) WITH (fastupdate = off)",
)
SQLITE = (
    "CREATE VIRTUAL TABLE recordbook_words USING fts5(terms, content='recordbook_recordtext', content_rowid='place', detail='none',"
    " tokenize=\"ascii tokenchars '_-'\")",
    "CREATE TRIGGER recordbook_words_put AFTER INSERT ON recordbook_recordtext BEGIN"
    " INSERT INTO recordbook_words(rowid, terms) VALUES (new.place, new.terms); END",
    "CREATE TRIGGER recordbook_words_took AFTER DELETE ON recordbook_recordtext BEGIN"
    " INSERT INTO recordbook_words(recordbook_words, rowid, terms) VALUES ('delete', old.place, old.terms); END",
)
SQLITE_BACK = ("DROP TRIGGER recordbook_words_put", "DROP TRIGGER recordbook_words_took", "DROP TABLE recordbook_words")
STEP = 500


def make_index(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps: Any, schema_editor: Any) -> None:
    for statement in () if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


def fill(apps: Any, schema_editor: Any) -> None:
    """What is there already is found at once. The marks for comparing come with `leadgoose index-records`, or with a record's next version."""
    from leadgoose.recordbook.queries import search_terms as terms  # noqa: PLC0415  pure; only where there is something to fill

    text = apps.get_model("recordbook", "RecordText")
    versions = apps.get_model("recordbook", "Version").objects.filter(
        record__level="open", record__withdrawn_at=None, number=models.F("record__standing")).select_related("record").order_by("pk")
    made: list[Any] = []
    for one in versions.iterator(STEP):
        record, lines = one.record, list(terms.words_of(one.content))
        every = terms.scope_terms(record.top_key, record.org_key, record.kind, record.truth, record.standing > 1, record.held_on)
        made.append(text(
            place=terms.place_of(record.held_on, record.pk), record=record, folded=terms.folded(lines), terms=" ".join([*every, *terms.terms_of(lines)])
        ))
        if len(made) == STEP:
            text.objects.bulk_create(made)
            made = []
    text.objects.bulk_create(made)


class Migration(migrations.Migration):

    dependencies = [("recordbook", "0001_book")]

    operations = [
        migrations.DeleteModel(name="RecordText"),
        migrations.CreateModel(
            name="RecordText",
            fields=[
                ("place", models.BigIntegerField(primary_key=True, serialize=False)),
                ("record", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="text", to="recordbook.record")),
                ("folded", models.TextField()),
                ("terms", leadgoose.recordbook.models.found.Terms()),
            ],
        ),
        migrations.CreateModel(
            name="Sketch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BigIntegerField()),
                ("record", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sketches", to="recordbook.record")),
            ],
            options={"indexes": [models.Index(fields=["mark", "-record"], name="recordbook_marks")]},
        ),
        migrations.CreateModel(
            name="Resemblance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("top_key", models.CharField(max_length=16)),
                ("places", models.JSONField(default=list)),
                ("found_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("reviewed_by", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=200)),
                ("first", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="resembled_by", to="recordbook.record")),
                ("second", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="resembles", to="recordbook.record")),
            ],
            options={
                "indexes": [models.Index(fields=["top_key", "reviewed_at", "-id"], name="recordbook_alike")],
                "constraints": [models.UniqueConstraint(fields=("first", "second"), name="recordbook_one_pair")],
            },
        ),
        migrations.CreateModel(
            name="CommonText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=16, unique=True)),
                ("top_key", models.CharField(max_length=16)),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=40)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=40)),
            ],
            options={"indexes": [models.Index(fields=["top_key", "ended_at"], name="recordbook_common")]},
        ),
        migrations.CreateModel(
            name="Rebuilding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("began_at", models.DateTimeField()),
                ("last", models.BigIntegerField(default=0)),
                ("done", models.PositiveBigIntegerField(default=0)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
