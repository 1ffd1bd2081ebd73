"""What the record books forget of an erased person. Minutes stay, and say 已删除 where the name stood; a talk about them cannot be read any more."""

from __future__ import annotations

from django.db.models import Q

from leadgoose.ground.access.models import User
from leadgoose.ground.holdings import GONE, Erasing
from leadgoose.ground.vault.actions import destroy
from leadgoose.recordbook.actions import finding
from leadgoose.recordbook.actions.office import DRAFT
from leadgoose.recordbook.models import (
    Attachment,
    Attendance,
    CommonText,
    Device,
    Draft,
    EarlierBook,
    Excuse,
    OfflineSwitch,
    PlanItem,
    Record,
    Resemblance,
    Resolution,
    Version,
)
from leadgoose.recordbook.queries.record import entry_of
from leadgoose.recordbook.rules.entry import as_plain

REASON = "删除个人信息"
"""Why a file was destroyed, as the record's page shows it. Stored, so never translated."""


def erase(erasing: Erasing) -> None:
    """Talks are sealed under the person's key and go with it; so do their files. The rest is rewritten where the name stands."""
    top = erasing.top_key
    about = Record.objects.filter(versions__sealed_for=erasing.key).distinct()
    erasing.count("recordbook.Version.content_sealed", Version.objects.filter(sealed_for=erasing.key).count())
    met = Attendance.objects.filter(person_key=erasing.key).values("record_id")
    of_them = Q(record__in=about.values("pk")) | Q(record_id__in=met) if erasing.files else Q(record__in=about.values("pk"))
    for file in Attachment.objects.filter(of_them, removed_at=None):
        _destroy(file, erasing)
    changed = _versions(erasing)
    erasing.rewrite(Record.objects.filter(erasing.naming("title"), top_key=top), "title")
    erasing.rewrite(Resolution.objects.filter(Q(owner_key=erasing.key) | erasing.naming("owner_name", "text", "note"), top_key=top), "text", "note")
    _owners(erasing)
    _search(changed, erasing)
    books = Record.objects.filter(top_key=top).values("org_key")
    erasing.rewrite(PlanItem.objects.filter(erasing.naming("title", "topics", "place", "dropped_reason"), top_key=top),
                    "title", "topics", "place", "dropped_reason")
    common = CommonText.objects.filter(erasing.naming("title", "text"), top_key=top)
    erasing.rewrite(common, "title", "text")
    erasing.rewrite(Resemblance.objects.filter(erasing.naming("note"), top_key=top), "note")
    logins = User.objects.filter(home_key=top).values("login")
    erasing.rewrite(Device.objects.filter(erasing.naming("name"), login__in=logins), "name")
    erasing.rewrite(OfflineSwitch.objects.filter(erasing.naming("reason")), "reason")
    erasing.rewrite(EarlierBook.objects.filter(erasing.naming("line"), top_key=top), "line")
    erasing.rewrite(Excuse.objects.filter(erasing.naming("reason"), org_key__in=books), "reason")
    files = Attachment.objects.filter(Q(record__top_key=top) | Q(book__top_key=top))
    erasing.rewrite(files.filter(erasing.naming("name", "removed_reason")), "name", "removed_reason")
    erasing.rewrite_sealed(Draft.objects.filter(org_key__in=books), "typed_sealed", lambda row: row.org_key, DRAFT)


def _versions(erasing: Erasing) -> list[int]:
    """Rewrite what was written; the keyed digest stays, and says that it was otherwise. Returns the records (ids) touched."""
    open_ = Version.objects.filter(record__top_key=erasing.top_key, content_sealed="")
    rows = open_.filter(erasing.naming("device", "reason", "copied_from") | Q(pk__in=_naming(erasing)))
    touched = set(rows.values_list("record_id", flat=True))
    erasing.rewrite(rows, "content", "device", "reason", "copied_from")
    return sorted(touched)


def _naming(erasing: Erasing) -> list[int]:
    """Versions (ids) whose JSON holds the name or names the key, found by reading it: databases store it escaped or not."""
    rows = Version.objects.filter(record__top_key=erasing.top_key, content_sealed="").values_list("pk", "content")
    return [pk for pk, content in rows.iterator() if erasing.without(content) != content]


def _owners(erasing: Erasing) -> None:
    rows = Resolution.objects.filter(owner_key=erasing.key).exclude(owner_name="")
    erasing.clear(rows, owner_name=GONE)


def _search(records: list[int], erasing: Erasing) -> None:
    """The words and marks for searching and comparing, made anew from what now stands."""
    if not erasing.write:
        return
    for record in Record.objects.filter(pk__in=records, text__isnull=False):
        version = record.versions.get(number=record.standing)
        entry = entry_of(version)
        if entry is not None:
            finding.write(record, as_plain(entry), version.channel, erasing.at)


def _destroy(file: Attachment, erasing: Erasing) -> None:
    erasing.count("recordbook.Attachment.file_sealed")
    if erasing.write:
        destroy(file.key, erasing.at)
        file.removed_at, file.removed_reason, file.file_sealed = erasing.at, REASON, ""
        file.save(update_fields=["removed_at", "removed_reason", "file_sealed"])
