from django.db import migrations

from leadgoose.ground.journal import guard


class Migration(migrations.Migration):
    """The database refuses to change or remove entries."""

    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: guard.install(editor.connection),
            lambda apps, editor: guard.lift(editor.connection),
        ),
    ]
