"""`leadgoose import-roster` and `import-terms` as they are typed, and two of them at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from office import DATA, Office, member, open_office, register, sample

from leadgoose.ground.journal.models import Entry
from leadgoose.roster.commands import import_roster, import_terms
from leadgoose.roster.models import Membership, Organisation, Person, Present, Term
from leadgoose.site import settings_for_tests


@pytest.fixture
def office(db: None) -> Office:
    office = open_office()
    Organisation.objects.filter(key="foreign").update(name="外单位党委")
    return office


def put(folder: Path, content: bytes) -> str:
    path = folder / "花名册.xlsx"
    path.write_bytes(content)
    return str(path)


def test_register_then_ledger_with_what_is_wrong_and_what_changes(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_roster([str(DATA / "roster-messy.xlsx"), "--committee", "top"]) == 1
    said = capsys.readouterr().out
    assert "新增 661 人" in said and "38 行有误" in said and "已收入，凭据 1-" in said
    assert import_terms([str(DATA / "terms-messy.xlsx"), "--committee", office.top.name]) == 1
    assert "新任期 27 个" in capsys.readouterr().out
    assert (Present.objects.count(), Term.objects.count()) == (661, 27)
    assert import_roster([str(DATA / "roster-messy.xlsx"), "--committee", "top"]) == 1
    assert "没有可收入的变动" in capsys.readouterr().out
    assert Entry.objects.count() == 2
    assert Entry.objects.filter(by="command-line", role="clerk").count() == 2


def test_no_number_is_printed(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    from office import truth

    import_roster([str(DATA / "roster-messy.xlsx"), "--committee", "top"])
    said = capsys.readouterr()
    assert not [one for one in truth("roster-messy")["people"] if one["id_number"] in said.out or one["phone"] in said.out]


def test_the_day_may_be_given_and_leaving_must_be_asked_for(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_roster([put(tmp_path, register(member(1, "甲", "一队党支部"), member(2, "乙", "一队党支部"))), "--committee", "top", "--on", "2026-09-01"])
    assert set(Membership.objects.values_list("valid_from", flat=True).distinct()) == {Membership.objects.first().valid_from}  # type: ignore[union-attr]
    assert Membership.objects.first().valid_from.isoformat() == "2026-09-01"  # type: ignore[union-attr]
    fewer = put(tmp_path, register(member(1, "甲", "一队党支部")))
    assert import_roster([fewer, "--committee", "top"]) == 0
    assert "1 人不在新表中：乙" in capsys.readouterr().out and Present.objects.count() == 2
    assert import_roster([fewer, "--committee", "top", "--left"]) == 0
    assert Present.objects.count() == 1


def test_which_committee_is_asked_where_there_are_several(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = put(tmp_path, register(member(1, "甲", "一队党支部")))
    assert import_roster([path]) == 2
    assert "--committee" in capsys.readouterr().err
    assert import_roster([path, "--committee", "无此委"]) == 2
    assert "外单位党委" in capsys.readouterr().err
    assert Person.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" * 50])
def test_a_file_that_cannot_be_read_writes_nothing(office: Office, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_roster([put(tmp_path, content), "--committee", "top"]) == 2
    assert import_roster([str(tmp_path / "无.xlsx"), "--committee", "top"]) == 2
    assert capsys.readouterr().err.count("leadgoose: ") == 2
    assert Entry.objects.count() == 0


@pytest.mark.once
def test_two_processes_with_the_same_file_take_it_once(migrated: Path, tmp_path: Path) -> None:
    """Two real processes on one SQLite file: one entry, everybody once, and both end well."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LEADGOOSE_", "DATABASE_URL", "DJANGO_"))}
    environment = kept | {
        "LEADGOOSE_VAR": str(tmp_path), "LEADGOOSE_SECRET_KEY": "tests-only", "LEADGOOSE_VAULT_KEY_FILE": str(settings_for_tests._key),
        "LEADGOOSE_TODAY": "2026-11-23", "PYTHONUTF8": "1",
    }
    (tmp_path / "clean.xlsx").write_bytes(sample("roster-clean"))
    run = [sys.executable, "-m", "leadgoose.site.cli"]
    source = str(Path(settings_for_tests.__file__).parents[2])
    environment["PYTHONPATH"] = source
    shutil.copy(migrated, tmp_path / "leadgoose.sqlite3")
    make = (
        "from datetime import date; from django.utils import timezone\n"
        "from leadgoose.roster.models import Organisation, OrganisationFact\n"
        "o = Organisation.objects.create(key='top', top_key='top', path='/top/', kind='committee', name='党委')\n"
        "OrganisationFact.objects.create(organisation=o, kind=o.kind, name=o.name, valid_from=date(2020, 1, 1), recorded_at=timezone.now(), source='page')"
    )
    subprocess.run([*run, "django", "shell", "-v0", "-c", make], env=environment, check=True, capture_output=True)
    both = [subprocess.Popen([*run, "import-roster", str(tmp_path / "clean.xlsx")], env=environment, stdout=-1, stderr=-1) for _ in range(2)]
    ended = [(one.communicate(timeout=120), one.returncode) for one in both]
    count = (
        "from leadgoose.roster.models import Import, Person, Present, Organisation; from leadgoose.ground.journal.models import Entry\n"
        "print(Import.objects.count(), Entry.objects.count(), Person.objects.count(), Present.objects.count(), Organisation.objects.count())"
    )
    counted = subprocess.run([*run, "django", "shell", "-v0", "-c", count], env=environment, check=True, capture_output=True, text=True)
    assert counted.stdout.split() == ["1", "1", "599", "599", "35"], ended
    # the later one either found nothing left to do, or was told that the register had moved on while it looked
    assert sorted(code for _, code in ended)[0] == 0 and {code for _, code in ended} <= {0, 2}, ended
