"""Files that took people's data along are found without reading a committee's whole chain."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_guard")]

    operations = [
        migrations.AddIndex("entry", models.Index(fields=["chain"], name="journal_files_taken", condition=models.Q(act="FileTaken"))),
    ]
