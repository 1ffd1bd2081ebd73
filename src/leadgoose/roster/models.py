"""Organisations, people and the dated facts about them.

Every fact is a row with two dates: the days on which it is valid (`valid_from` inclusive, `valid_to` exclusive) and the moments at which it was
recorded and, if ever, retracted. Nothing is overwritten: to change a fact, retract its row (once) and record the next one; see `facts.py`.
The organisation's and the person's own rows carry the present values beside their identity, and `Present` one row per member for lists:
projections of the facts, written with them (`projections.py`), compared with them by a test and by the nightly chore.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from leadgoose.roster.kinds import CameBy, OrgKind, PostKind, Standing, UnitKind

KEY_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def new_key() -> str:
    """A random key of 12 letters (58 bits), without look-alikes: what addresses, grants and the journal call a thing."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(12))


def choices(kind: type) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in kind]   # type: ignore[attr-defined]


class Organisation(models.Model):
    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16, db_index=True)       # the top committee's key; its own for the top itself
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, db_index=True)         # "/top/…/own/": keys of all that contain it, itself included
    unit = models.ForeignKey("ProductionUnit", null=True, on_delete=models.SET_NULL, related_name="organisations")
    # present values, projected from OrganisationFact
    kind = models.CharField(max_length=20, choices=choices(OrgKind))
    name = models.CharField(max_length=80)
    position = models.PositiveIntegerField(default=0)              # order among its siblings, as in the register
    set_up_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    # counted from Present; None while no member of it was ever known
    full = models.PositiveIntegerField(null=True)
    probationary = models.PositiveIntegerField(null=True)
    voters = models.PositiveIntegerField(null=True)
    women = models.PositiveIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["top_key", "kind", "position"], name="roster_org_order"),
            models.Index(fields=["top_key", "position", "id"], name="roster_org_place"),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """A name by which files call an organisation; matched once by the clerk and kept."""

    top_key = models.CharField(max_length=16)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "alias"], name="roster_one_alias")]


class ProductionUnit(models.Model):
    """A team, workshop or office of the administrative side; one unit may hold several branches. Name, kind and parent are those of today;
    what they were on a day is in `UnitFact`."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16, db_index=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=choices(UnitKind), default=UnitKind.UNKNOWN)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    head_name = models.CharField(max_length=40, blank=True)


class Person(models.Model):
    """Who somebody is. The ID number and phone are sealed; an ID number is found by its keyed hash, its last four digits by theirs."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16, db_index=True)
    id_sealed = models.TextField(blank=True)
    id_index = models.CharField(max_length=64, blank=True)
    last4_index = models.CharField(max_length=64, blank=True, db_index=True)
    id_masked = models.CharField(max_length=20, blank=True)
    died_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["top_key", "id_index"], condition=~Q(id_index=""), name="roster_one_id_number")]
        # the few who died are told from all others without looking everybody up (duty_facts)
        indexes: ClassVar = [models.Index(fields=["died_on"], condition=Q(died_on__isnull=False), name="roster_person_died")]


class FactQuerySet(models.QuerySet):
    def known(self, at: datetime | None = None) -> FactQuerySet:
        """Rows as known now, or as they were known at a moment."""
        if at is None:
            return self.filter(retracted_at=None)
        return self.filter(Q(retracted_at=None) | Q(retracted_at__gt=at), recorded_at__lte=at)

    def on(self, day: date, known_at: datetime | None = None) -> FactQuerySet:
        """Rows that are valid on a day, as known now or at a moment."""
        return self.known(known_at).filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Fact(models.Model):
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)                 # first day on which it no longer holds
    recorded_at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)         # set once, never unset
    source = models.CharField(max_length=40)               # "register", "ledger", "grid", "page", "election"

    objects: ClassVar = FactQuerySet.as_manager()

    class Meta:
        abstract = True


class OrganisationFact(Fact):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=20, choices=choices(OrgKind))
    name = models.CharField(max_length=80)
    parent = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField(null=True)    # approved seats of the committee; None: unknown
    no_committee = models.BooleanField(null=True)          # True: approved without a committee; None: unknown
    set_up_on = models.DateField(null=True)
    until = models.DateField(null=True)                    # of a temporary branch, or a joint one: the last day for which it was approved


class UnitFact(Fact):
    """What a production unit is called, of what kind it is, and of which other unit it is a part."""

    unit = models.ForeignKey(ProductionUnit, on_delete=models.PROTECT, related_name="facts")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=choices(UnitKind), default=UnitKind.UNKNOWN)
    parent = models.ForeignKey(ProductionUnit, null=True, on_delete=models.PROTECT, related_name="+")


class UnitLink(Fact):
    """An organisation is that of a production unit (for today: `Organisation.unit`)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="unit_links")
    unit = models.ForeignKey(ProductionUnit, on_delete=models.PROTECT, related_name="links")


class UnitCovered(Fact):
    """A joint branch covers a production unit."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="covered")
    unit = models.ForeignKey(ProductionUnit, on_delete=models.PROTECT, related_name="covered_by")


class PersonFact(Fact):
    """What the register says about a person, one row per state of it. Partial dates are kept as written: "1998-07"."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts")
    name = models.CharField(max_length=60)
    gender = models.CharField(max_length=2, blank=True)            # 男 / 女
    ethnicity = models.CharField(max_length=20, blank=True)
    born_on = models.CharField(max_length=10, blank=True)
    education = models.CharField(max_length=30, blank=True)
    degree = models.CharField(max_length=30, blank=True)
    school = models.CharField(max_length=80, blank=True)
    major = models.CharField(max_length=80, blank=True)
    work_start = models.CharField(max_length=10, blank=True)
    joined_party = models.CharField(max_length=10, blank=True)
    full_member = models.CharField(max_length=10, blank=True)
    admin_post = models.CharField(max_length=60, blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_masked = models.CharField(max_length=20, blank=True)


class Membership(Fact):
    """A person belongs to a branch with a standing; a change of standing or branch is the next row."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    standing = models.CharField(max_length=20, choices=choices(Standing))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "retracted_at", "valid_from"], name="roster_members_of")]


class Placement(Fact):
    """A person takes part in a group or a temporary branch (编入). The membership stays where it is."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="placements")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "retracted_at"], name="roster_placed_in")]


class Restriction(Fact):
    """A decision that suspends rights (留党察看; 被留置、逮捕). It is recorded with its basis, never inferred."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="restrictions")
    kind_sealed = models.TextField()                       # RestrictionKind, sealed under the person's key: sensitive
    basis_sealed = models.TextField(blank=True)


class Post(Fact):
    """A person holds a post in an organisation. valid_from is the first day known; `since` the real start, None while unknown."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=choices(PostKind))
    came_by = models.CharField(max_length=20, choices=choices(CameBy), default=CameBy.UNKNOWN)
    since = models.DateField(null=True)
    full_time = models.BooleanField(null=True)
    cross_appointed = models.BooleanField(null=True)       # 交叉任职: also an administrative head
    awaiting_approval = models.BooleanField(default=False)  # elected, reply not yet given

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "retracted_at", "kind"], name="roster_posts_of")]


class Term(Fact):
    """A term of an organisation's committee (or secretary, where there is none). valid_from is the election day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="terms")
    elected_on = models.DateField()
    years = models.PositiveSmallIntegerField()
    expires_on = models.DateField()                        # by rule from elected_on and years
    shifted_to = models.DateField(null=True)               # approved shift, later or earlier
    reply_no = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "retracted_at", "valid_from"], name="roster_terms_of")]


class Present(models.Model):
    """One row per present member of a top committee: what lists show and search, nothing that the facts do not say."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="present")
    top_key = models.CharField(max_length=16)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="present")
    sort = models.CharField(max_length=40)                 # organisation's place, then the row's place in the register
    name = models.CharField(max_length=60)
    names = models.CharField(max_length=200)               # folded name, pinyin and initials, each between spaces
    standing = models.CharField(max_length=20)
    gender = models.CharField(max_length=2, blank=True)
    born_on = models.CharField(max_length=10, blank=True)
    joined_party = models.CharField(max_length=10, blank=True)
    full_member = models.CharField(max_length=10, blank=True)
    education = models.CharField(max_length=30, blank=True)
    admin_post = models.CharField(max_length=60, blank=True)
    posts = models.CharField(max_length=80, blank=True)    # PostKinds held in the own branch, between spaces
    can_vote = models.BooleanField()                       # by rules/rights.py on the day of projection
    last4_index = models.CharField(max_length=64, blank=True, db_index=True)
    id_masked = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["top_key", "sort", "person"], name="roster_present_pages"),   # a far page is found in it alone
            models.Index(fields=["organisation", "sort"], name="roster_present_org"),
            models.Index(fields=["top_key", "organisation", "standing", "can_vote"], name="roster_present_counts"),   # the watch, in one pass
            # all that filters ask and sums count, but names: read instead of the rows, which are four times as wide
            models.Index(fields=["top_key", "standing", "can_vote", "gender", "born_on", "education", "posts"], name="roster_present_filters"),
        ]


class Import(models.Model):
    """An uploaded file: judged, shown as a difference, then taken in. The file itself is sealed under the import's own key."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=10)                 # "register" | "terms"
    filename = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    file_sealed = models.TextField()                       # the bytes (base64) sealed under `key`
    state = models.CharField(max_length=10)                # "received" | "judged" | "taken" | "unreadable" | "dropped"
    valid_on = models.DateField()                          # the sheet's 填报日期, or the day chosen
    corrects = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="corrections")
    summary = models.JSONField(default=dict)               # counts and problem codes, no personal values
    look_sealed = models.TextField(blank=True)             # of a large file: what its page shows (queries/looks.py), sealed under `key`
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=40)
    taken_at = models.DateTimeField(null=True)


class ProbationExtension(Fact):
    """A decision that extends a probation, once. valid_from is the day of the decision; until the day on which the longer probation is full."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateField()


class Done(models.Model):
    """One act done, with the facts that it recorded and retracted, so that a counter-act can find them. Reversed at most once."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    org_key = models.CharField(max_length=16)              # the organisation it was done in
    batch = models.CharField(max_length=16, blank=True, db_index=True)   # shared by what was done at once; empty: done alone
    act = models.CharField(max_length=30)                  # a Kind of rules.acts, rules.posts or rules.organisations
    valid_on = models.DateField()
    told = models.JSONField(default=dict)                  # codes, keys, days and numbers: destination, months, electors before and after
    basis_sealed = models.TextField()                      # number of the document, or meeting and day, sealed under the key of whom it is about
    remark_sealed = models.TextField(blank=True)           # why what is usual (一般) was not kept to; sealed likewise
    recorded = models.JSONField(default=list)              # [model name, id] of the facts recorded
    retracted = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=40)
    receipt_number = models.PositiveBigIntegerField()
    receipt_hash = models.CharField(max_length=64)
    reversed_at = models.DateTimeField(null=True)          # set once

    class Meta:
        abstract = True

    @property
    def receipt(self) -> str:
        return f"{self.receipt_number}-{self.receipt_hash[:16]}"


class Deed(Done):
    """An act about one person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deeds")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "-recorded_at"], name="roster_deeds_of"),
            models.Index(fields=["org_key", "-recorded_at"], name="roster_deeds_in"),
        ]


class OrganisationDeed(Done):
    """An act about an organisation, or about a production unit of its committee. places: all organisations that it touched, the one itself among them;
    of an act about a unit none."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deeds")
    unit = models.ForeignKey(ProductionUnit, null=True, on_delete=models.PROTECT, related_name="deeds")
    places = models.ManyToManyField(Organisation, related_name="touched_by")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "-recorded_at"], name="roster_org_deeds")]


class Designation(models.Model):
    """A secretary is designated or transferred by the superior: a path of steps (rules/designation.py). The branch's term does not move."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    top_key = models.CharField(max_length=16)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="designations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="designations")
    leaving = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")   # whom the person takes over from
    way = models.CharField(max_length=20)                  # rules.designation.Way
    post = models.CharField(max_length=20, choices=choices(PostKind))
    full_time = models.BooleanField(null=True)
    cross_appointed = models.BooleanField(null=True)
    basis_sealed = models.TextField()                      # why it is necessary, sealed under the organisation's key
    opened_on = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=40)
    deeds = models.JSONField(default=list)                 # keys of the deeds by which the post was taken up
    done_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)           # given up; set once

    class Meta:
        indexes: ClassVar = [models.Index(fields=["top_key", "-opened_at"], name="roster_designations")]


class DesignationStep(Fact):
    """A step of the path was taken on a day (valid_from)."""

    designation = models.ForeignKey(Designation, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)                 # code of a step in standards/designation.toml
    said_sealed = models.TextField(blank=True)             # number of the document, name of the meeting, who talked; under the organisation's key
    recorded_by = models.CharField(max_length=40)


class ProposalAnswer(models.Model):
    """What the clerk answered to a difference that a new register showed: done by acts, or refused with a reason. Taken back at most once."""

    upload = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="answers")
    proposal = models.CharField(max_length=40)             # rules.proposals.Proposal.key
    done = models.BooleanField()                           # False: refused
    deeds = models.JSONField(default=list)                 # keys of the deeds by which it was done
    reason_sealed = models.TextField(blank=True)           # under the import's own key
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=40)
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "proposal"], condition=Q(reopened_at=None), name="roster_one_answer"),
        ]
