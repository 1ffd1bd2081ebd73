import django.db.models.deletion
import leadgoose.roster.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('roster', '0006_women_counted'),
        ('training', '0002_plan_and_carrying'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=leadgoose.roster.models.new_key, max_length=16, unique=True)),
                ('top_key', models.CharField(max_length=16)),
                ('filename', models.CharField(max_length=120)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('state', models.CharField(choices=[('judged', 'Judged'), ('taken', 'Taken')], default='judged', max_length=6)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.CharField(max_length=40)),
                ('taken_at', models.DateTimeField(null=True)),
                ('taken', models.PositiveIntegerField(default=0)),
                ('waiting', models.PositiveIntegerField(default=0)),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='training.bankfile')),
            ],
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('top_key', models.CharField(max_length=16)),
                ('course', models.CharField(max_length=24)),
                ('unit', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('part', models.CharField(max_length=8)),
                ('filename', models.CharField(max_length=120)),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('note', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('top_key', 'course', 'unit', 'number'), name='training_one_edition')],
            },
        ),
        migrations.CreateModel(
            name='Exam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=leadgoose.roster.models.new_key, max_length=16, unique=True)),
                ('top_key', models.CharField(max_length=16)),
                ('title', models.CharField(max_length=60)),
                ('purpose', models.CharField(choices=[('before', 'Before'), ('after', 'After'), ('alone', 'Alone')], max_length=6)),
                ('session', models.CharField(blank=True, max_length=16)),
                ('blueprint', models.JSONField()),
                ('seed', models.CharField(max_length=20)),
                ('items', models.JSONField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
                ('before', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='after', to='training.exam')),
                ('trainer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roster.person')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=leadgoose.roster.models.new_key, max_length=16, unique=True)),
                ('top_key', models.CharField(max_length=16)),
                ('code', models.CharField(max_length=24)),
                ('origin', models.CharField(choices=[('shipped', 'Shipped'), ('file', 'File'), ('page', 'Page')], max_length=8)),
                ('course', models.CharField(max_length=24)),
                ('unit', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('difficulty', models.PositiveSmallIntegerField()),
                ('ask', models.TextField()),
                ('rules', models.TextField()),
                ('number', models.PositiveSmallIntegerField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['top_key', 'course', 'unit'], name='training_questions_of')],
                'constraints': [models.UniqueConstraint(fields=('top_key', 'code'), name='training_one_code')],
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=leadgoose.roster.models.new_key, max_length=16, unique=True)),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('open', 'Open'), ('handed_in', 'Handed In'), ('marked', 'Marked')], default='invited', max_length=9)),
                ('way', models.CharField(blank=True, choices=[('screen', 'Screen'), ('paper', 'Paper')], max_length=6)),
                ('started_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('handed_in_at', models.DateTimeField(null=True)),
                ('sat_on', models.DateField(null=True)),
                ('answers_sealed', models.TextField(blank=True)),
                ('marks_sealed', models.TextField(blank=True)),
                ('evidence', models.CharField(blank=True, max_length=16)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
                ('marked_by', models.CharField(blank=True, max_length=40)),
                ('exam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='training.exam')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='roster.person')),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('body', models.JSONField()),
                ('grounds', models.JSONField()),
                ('origin', models.CharField(choices=[('shipped', 'Shipped'), ('file', 'File'), ('page', 'Page')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.bankfile')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='training.question')),
            ],
        ),
        migrations.AddIndex(
            model_name='bankfile',
            index=models.Index(fields=['top_key', 'uploaded_at'], name='training_bank_files'),
        ),
        migrations.AddConstraint(
            model_name='bankfile',
            constraint=models.UniqueConstraint(fields=('top_key', 'sha256'), name='training_one_bank_file'),
        ),
        migrations.AddIndex(
            model_name='exam',
            index=models.Index(fields=['top_key', 'opens_on'], name='training_exams_of'),
        ),
        migrations.AddIndex(
            model_name='sitting',
            index=models.Index(fields=['person', 'state'], name='training_sittings_of'),
        ),
        migrations.AddConstraint(
            model_name='sitting',
            constraint=models.UniqueConstraint(fields=('exam', 'person'), name='training_one_sitting'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('question', 'number'), name='training_one_question_version'),
        ),
    ]
