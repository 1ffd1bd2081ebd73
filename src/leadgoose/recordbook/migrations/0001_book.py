
import django.db.models.deletion
import leadgoose.recordbook.rules.kinds
import leadgoose.recordbook.rules.resolutions
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_key', models.CharField(max_length=16)),
                ('home_key', models.CharField(max_length=16)),
                ('org_key', models.CharField(max_length=16)),
                ('kind', models.CharField(max_length=20)),
                ('held_on', models.DateField()),
                ('stand', models.CharField(choices=[('present', 'present'), ('online', 'online'), ('leave', 'leave'), ('absent', 'absent'), ('observer', 'observer'), ('unsaid', 'unsaid')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=12)),
                ('expected', models.BooleanField()),
                ('voter', models.BooleanField()),
            ],
        ),
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True)),
                ('top_key', models.CharField(max_length=16)),
                ('org_key', models.CharField(max_length=16)),
                ('group_key', models.CharField(blank=True, max_length=16)),
                ('kind', models.CharField(choices=[('member_meeting', 'member_meeting'), ('committee_meeting', 'committee_meeting'), ('group_meeting', 'group_meeting'), ('party_class', 'party_class'), ('theme_day', 'theme_day'), ('life_meeting', 'life_meeting'), ('appraisal', 'appraisal'), ('talk', 'talk'), ('admission_meeting', 'admission_meeting'), ('election_meeting', 'election_meeting'), ('study', 'study'), ('area_activity', 'area_activity'), ('help_visit', 'help_visit'), ('superior_visit', 'superior_visit'), ('yearly_plan', 'yearly_plan'), ('yearly_summary', 'yearly_summary'), ('chronicle', 'chronicle')], max_length=20)),
                ('month', models.DateField()),
                ('planned_on', models.DateField(null=True)),
                ('starts_at', models.TimeField(null=True)),
                ('ends_at', models.TimeField(null=True)),
                ('place', models.CharField(blank=True, max_length=60)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('topics', models.TextField(blank=True)),
                ('dropped_at', models.DateTimeField(null=True)),
                ('dropped_reason', models.CharField(blank=True, max_length=200)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True)),
                ('top_key', models.CharField(max_length=16)),
                ('org_key', models.CharField(max_length=16)),
                ('group_key', models.CharField(blank=True, max_length=16)),
                ('kind', models.CharField(choices=[('member_meeting', 'member_meeting'), ('committee_meeting', 'committee_meeting'), ('group_meeting', 'group_meeting'), ('party_class', 'party_class'), ('theme_day', 'theme_day'), ('life_meeting', 'life_meeting'), ('appraisal', 'appraisal'), ('talk', 'talk'), ('admission_meeting', 'admission_meeting'), ('election_meeting', 'election_meeting'), ('study', 'study'), ('area_activity', 'area_activity'), ('help_visit', 'help_visit'), ('superior_visit', 'superior_visit'), ('yearly_plan', 'yearly_plan'), ('yearly_summary', 'yearly_summary'), ('chronicle', 'chronicle')], max_length=20)),
                ('level', models.CharField(choices=[('open', 'open'), ('inner', 'inner'), ('secret', 'secret')], default=leadgoose.recordbook.rules.kinds.Level['OPEN'], max_length=10)),
                ('serial', models.PositiveIntegerField()),
                ('year', models.PositiveSmallIntegerField()),
                ('held_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('title', models.CharField(blank=True, max_length=120)),
                ('counts_on', models.DateField()),
                ('expected', models.PositiveIntegerField(null=True)),
                ('present', models.PositiveIntegerField(null=True)),
                ('standing', models.PositiveIntegerField(default=1)),
                ('heads', models.PositiveSmallIntegerField(default=1)),
                ('truth', models.CharField(choices=[('recorded', 'recorded'), ('late', 'late'), ('copied', 'copied'), ('corrected', 'corrected')], max_length=10)),
                ('paper_original', models.BooleanField(default=False)),
                ('paper_page', models.CharField(blank=True, max_length=20)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.CharField(max_length=40)),
                ('changed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True)),
                ('top_key', models.CharField(max_length=16)),
                ('org_key', models.CharField(max_length=16)),
                ('place', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=400)),
                ('owner_key', models.CharField(blank=True, max_length=16)),
                ('owner_name', models.CharField(blank=True, max_length=60)),
                ('due_on', models.DateField(null=True)),
                ('check_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('open', 'open'), ('done', 'done'), ('dropped', 'dropped'), ('gone', 'gone')], default=leadgoose.recordbook.rules.resolutions.State['OPEN'], max_length=10)),
                ('closed_on', models.DateField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.CharField(blank=True, max_length=40)),
                ('closed_in', models.CharField(blank=True, max_length=16)),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('stamp', models.CharField(max_length=24, unique=True)),
                ('parents', models.JSONField(default=list)),
                ('content', models.JSONField(default=dict)),
                ('content_sealed', models.TextField(blank=True)),
                ('sealed_for', models.CharField(blank=True, max_length=16)),
                ('digest', models.CharField(max_length=64)),
                ('channel', models.CharField(choices=[('page', 'page'), ('sheet', 'sheet'), ('device', 'device'), ('bundle', 'bundle'), ('election', 'election')], max_length=10)),
                ('device', models.CharField(blank=True, max_length=40)),
                ('truth', models.CharField(choices=[('recorded', 'recorded'), ('late', 'late'), ('copied', 'copied'), ('corrected', 'corrected')], max_length=10)),
                ('written_on', models.DateField()),
                ('claimed_at', models.DateTimeField(null=True)),
                ('clock_doubted', models.BooleanField(default=False)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('copied_from', models.CharField(blank=True, max_length=120)),
                ('withdraws', models.BooleanField(default=False)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
                ('role', models.CharField(blank=True, max_length=20)),
                ('entrusted', models.BooleanField(default=False)),
                ('receipt_number', models.PositiveBigIntegerField()),
                ('receipt_hash', models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True)),
                ('org_key', models.CharField(max_length=16)),
                ('kind', models.CharField(max_length=20)),
                ('login', models.CharField(max_length=40)),
                ('typed_sealed', models.TextField()),
                ('saved_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['org_key', 'login'], name='recordbook_drafts')],
            },
        ),
        migrations.CreateModel(
            name='EarlierBook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True)),
                ('top_key', models.CharField(max_length=16)),
                ('org_key', models.CharField(max_length=16)),
                ('year', models.PositiveSmallIntegerField()),
                ('line', models.CharField(max_length=200)),
                ('pages', models.PositiveSmallIntegerField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
                ('withdrawn_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['org_key', 'year'], name='recordbook_earlier')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16, unique=True)),
                ('what', models.CharField(choices=[('scan', 'Scan'), ('photo', 'Photo')], max_length=10)),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=40)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('file_sealed', models.TextField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_reason', models.CharField(blank=True, max_length=200)),
                ('book', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='recordbook.earlierbook')),
            ],
        ),
        migrations.CreateModel(
            name='Entrustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_key', models.CharField(max_length=16)),
                ('person_key', models.CharField(max_length=16)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('granted_at', models.DateTimeField()),
                ('granted_by', models.CharField(max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until', None)), fields=('org_key', 'person_key'), name='recordbook_one_entrustment')],
            },
        ),
        migrations.CreateModel(
            name='Excuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('org_key', models.CharField(max_length=16)),
                ('kind', models.CharField(max_length=20)),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('reason', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('org_key', 'kind', 'first_on'), name='recordbook_one_excuse')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16)),
                ('org_key', models.CharField(max_length=16)),
                ('name', models.CharField(max_length=40)),
                ('leader_key', models.CharField(blank=True, max_length=16)),
                ('people', models.JSONField(default=list)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['org_key', 'valid_from'], name='recordbook_groups')],
            },
        ),
        migrations.CreateModel(
            name='RecordText',
            fields=[
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='text', serialize=False, to='recordbook.record')),
                ('org_key', models.CharField(db_index=True, max_length=16)),
                ('folded', models.TextField()),
            ],
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['org_key', '-held_on', '-id'], name='recordbook_of_org'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['top_key', 'kind', 'counts_on'], name='recordbook_of_kind'),
        ),
        migrations.AddIndex(
            model_name='record',
            index=models.Index(fields=['top_key', '-held_on', '-id'], name='recordbook_of_top'),
        ),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(fields=('org_key', 'year', 'serial'), name='recordbook_one_serial'),
        ),
        migrations.AddField(
            model_name='planitem',
            name='record',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='planned', to='recordbook.record'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='recordbook.record'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='record',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='recordbook.record'),
        ),
        migrations.AddField(
            model_name='resolution',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='recordbook.record'),
        ),
        migrations.AddField(
            model_name='version',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='recordbook.record'),
        ),
        migrations.AddIndex(
            model_name='planitem',
            index=models.Index(fields=['org_key', 'month'], name='recordbook_plan'),
        ),
        migrations.AddIndex(
            model_name='attendance',
            index=models.Index(fields=['home_key', 'held_on'], name='recordbook_att_home'),
        ),
        migrations.AddIndex(
            model_name='attendance',
            index=models.Index(fields=['person_key', 'held_on'], name='recordbook_att_person'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('record', 'person_key'), name='recordbook_one_attendance'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('book__isnull', False), ('record', None)), models.Q(('book', None), ('record__isnull', False)), _connector='OR'), name='recordbook_file_of_one'),
        ),
        migrations.AddIndex(
            model_name='resolution',
            index=models.Index(fields=['org_key', 'state', 'due_on'], name='recordbook_open_items'),
        ),
        migrations.AddIndex(
            model_name='resolution',
            index=models.Index(fields=['top_key', 'state', 'due_on'], name='recordbook_top_items'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('record', 'number'), name='recordbook_one_number'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(('content_sealed', ''), ('content', {}), _connector='OR'), name='recordbook_sealed_or_clear'),
        ),
    ]
