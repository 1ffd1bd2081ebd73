"""The question bank and its files, the offices' own editions of course templates, and the tests that are set from the bank.

A question's versions are written once; its own row carries what lists filter by, projected from the newest version. A test keeps the versions it asked.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from leadgoose.roster.models import Person, new_key


class BankFile(models.Model):
    """An Excel file of questions: judged when it arrives, taken in once; the file itself is kept as it came."""

    class State(models.TextChoices):
        JUDGED = "judged"
        TAKEN = "taken"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    filename = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrected_by")
    state = models.CharField(max_length=6, choices=State.choices, default=State.JUDGED)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=40)
    taken_at = models.DateTimeField(null=True)
    taken = models.PositiveIntegerField(default=0)         # questions that it brought, new and changed
    waiting = models.PositiveIntegerField(default=0)       # rows that were broken

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "uploaded_at"], name="training_bank_files")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "sha256"], name="training_one_bank_file")]


class Origin(models.TextChoices):
    """How a version of a question came."""

    SHIPPED = "shipped"                      # 随系统
    FILE = "file"                            # Excel 导入
    PAGE = "page"                            # 网页录入


class Question(models.Model):
    """A question of a committee's bank. code: by which files and people call it (basics-4-01, own-017); all else is the newest version's."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    code = models.CharField(max_length=24)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    course = models.CharField(max_length=24)
    unit = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10)                 # rules.bank.Kind
    difficulty = models.PositiveSmallIntegerField()
    ask = models.TextField()                               # filled, for lists
    rules = models.TextField()                             # " elec-quorum-base elec-quorum-four-fifths ": between spaces, so that one is found whole
    number = models.PositiveSmallIntegerField()            # of the newest version
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "course", "unit"], name="training_questions_of")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "code"], name="training_one_code")]

    def __str__(self) -> str:
        return self.code


class Version(models.Model):
    """How a question stood from a moment on. Never changed and never deleted."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()                              # course, unit, kind, difficulty, ask, right, wrong, why: places not filled
    grounds = models.JSONField()                           # ["branch-meeting-vote must: quorum >= 1/2, majority > 1/2"]
    origin = models.CharField(max_length=8, choices=Origin.choices)
    reason = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(BankFile, null=True, on_delete=models.PROTECT, related_name="versions")
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "number"], name="training_one_question_version")]


class Edition(models.Model):
    """An office's own edition of a unit: a document made from the template and uploaded. Newer ones stand beside it."""

    top_key = models.CharField(max_length=16)
    course = models.CharField(max_length=24)
    unit = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=8)                  # course_papers.PARTS: manual (for those who may see answers), handout
    filename = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    note = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "course", "unit", "number"], name="training_one_edition")]


class Exam(models.Model):
    """A test (测试) set from the bank: drawn once by blueprint and seed, the same questions for everybody. Not changed after it was set."""

    class Purpose(models.TextChoices):
        BEFORE = "before"                    # 训前
        AFTER = "after"                      # 训后
        ALONE = "alone"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    title = models.CharField(max_length=60)
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    before = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="after")
    session = models.CharField(max_length=16, blank=True)  # key of the session that it belongs to
    trainer = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")   # who marks; None: the office
    blueprint = models.JSONField()                         # [[course, unit, kind, count], …]
    seed = models.CharField(max_length=20)
    items = models.JSONField()                             # ids of versions, in the order of the paper
    minutes = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()                         # the last day
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "opens_on"], name="training_exams_of")]

    def __str__(self) -> str:
        return self.title


class Sitting(models.Model):
    """One person's test, on screen or on paper. Answers and marks are sealed under the person's key; both follow `items` of the exam."""

    class State(models.TextChoices):
        INVITED = "invited"
        OPEN = "open"                        # 答题中
        HANDED_IN = "handed_in"              # 简答待批
        MARKED = "marked"

    class Way(models.TextChoices):
        SCREEN = "screen"
        PAPER = "paper"

    key = models.CharField(max_length=16, unique=True, default=new_key)
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="sittings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sittings")
    state = models.CharField(max_length=9, choices=State.choices, default=State.INVITED)
    way = models.CharField(max_length=6, choices=Way.choices, blank=True)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    handed_in_at = models.DateTimeField(null=True)
    sat_on = models.DateField(null=True)                   # the day that it is about
    answers_sealed = models.TextField(blank=True)          # {version id: [option, …] or text}
    marks_sealed = models.TextField(blank=True)            # {version id: marks}, or {"units": {"basics-4": [marks, of]}} for a paper's result
    evidence = models.CharField(max_length=16, blank=True)  # key of the evidence that it gave
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    marked_by = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["exam", "person"], name="training_one_sitting")]
        indexes: ClassVar = [models.Index(fields=["person", "state"], name="training_sittings_of")]
