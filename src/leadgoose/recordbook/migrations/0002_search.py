"""Records are found by terms in an index of the database's own kind; and compared by marks.

The table of words is a projection: it is made anew and filled from the versions that stand. Groups move to the register, where they are organisations.
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


def groups_into_the_register(apps: Any, schema_editor: Any) -> None:
    """Party groups are organisations of the register, recorded once. A group that stands there under the same name in the same branch is that one."""
    organisation, person, fact = (apps.get_model("roster", name) for name in ("Organisation", "Person", "OrganisationFact"))
    place, post = apps.get_model("roster", "Placement"), apps.get_model("roster", "Post")
    old = apps.get_model("recordbook", "Group")
    for key in sorted(set(old.objects.values_list("key", flat=True))):
        rows = list(old.objects.filter(key=key).order_by("valid_from", "pk"))
        branch = organisation.objects.filter(key=rows[-1].org_key).first()
        if branch is None:
            continue
        there = organisation.objects.filter(parent=branch, kind="group", name=rows[-1].name, ended_on=None).first()
        if there is not None:
            for name in ("Record", "PlanItem"):
                apps.get_model("recordbook", name).objects.filter(group_key=key).update(group_key=there.key)
            continue
        last = organisation.objects.filter(top_key=branch.top_key, path__startswith=branch.path).aggregate(last=models.Max("position"))["last"] or 0
        made = organisation.objects.create(
            key=key, top_key=branch.top_key, parent=branch, path=f"{branch.path}{key}/", kind="group", name=rows[-1].name, position=last + 1,
            set_up_on=rows[0].valid_from, ended_on=rows[-1].valid_to,
        )
        told = {"recorded_at": rows[0].recorded_at, "source": "page", "organisation": made}
        fact.objects.create(
            **told, kind="group", name=made.name, parent=branch, set_up_on=made.set_up_on, valid_from=made.set_up_on, valid_to=rows[-1].valid_to)
        for row in rows:
            people = {one.key: one for one in person.objects.filter(key__in=[*row.people, row.leader_key])}
            span = {**told, "recorded_at": row.recorded_at, "valid_from": row.valid_from, "valid_to": row.valid_to}
            place.objects.bulk_create(place(**span, person=people[one]) for one in row.people if one in people)
            if row.leader_key in people:
                post.objects.create(**span, person=people[row.leader_key], kind="group_leader", came_by="unknown", since=row.valid_from)


class Migration(migrations.Migration):

    dependencies = [("recordbook", "0001_book"), ("roster", "0007_clerks_acts")]

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
        migrations.RunPython(groups_into_the_register, migrations.RunPython.noop),
        migrations.DeleteModel(name="Group"),
    ]
