from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0011_unit_deeds"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(condition=models.Q(("died_on__isnull", False)), fields=["died_on"], name="roster_person_died"),
        ),
    ]
