

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('duties', '0003_shown'),
    ]

    operations = [
        migrations.AddField(
            model_name='duty',
            name='undone_at',
            field=models.DateTimeField(null=True),
        ),
    ]
