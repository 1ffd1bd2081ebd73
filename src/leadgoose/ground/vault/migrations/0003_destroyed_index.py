from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vault", "0002_key_check"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="personkey",
            index=models.Index(condition=models.Q(("destroyed_at__isnull", False)), fields=["person_key"], name="vault_destroyed"),
        ),
    ]
