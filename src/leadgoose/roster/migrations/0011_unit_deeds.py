import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0010_unit_history"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisationdeed",
            name="unit",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="deeds", to="roster.productionunit"),
        ),
    ]
