"""The command: JSON in, JSON out, one sentence for bad input; and Django starts without the solver."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from leadgoose.site.cli import main
from leadgoose.training import reading
from training.made import person, question, read, session

pytestmark = pytest.mark.once

GOOD = question(
    [person("p1", required_hours=8, gaps={"K1": 2}, weights={"K1": 1.25}), person("p2", gaps={"K9": 1}, away=[["2027-01-01", "2027-01-14"]])],
    [session("s1", gains={"K1": 1}, hours=8.5)],
)


def run(path: Path, data: Any, *more: str) -> int:
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return main(["plan-training", str(path), *more])


def test_the_whole_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "i.json", GOOD, "--seconds", "20") == 0
    out, err = capsys.readouterr()
    assert err == ""
    answer = json.loads(out)
    texts = [one.pop("text") for one in answer["why_not"]]
    assert answer == {
        "status": "optimal",
        "held": ["s1"],
        "attend": [{"person": "p1", "session": "s1", "why": ["K1", "hours"]}],
        "totals": {"missing_obligations": 0, "hours_short": 0, "gap_closed": 1.25, "gap_total": 3.5, "cost": 110},
        "bounds": {"missing_obligations": 0, "hours_short": 0, "gap_closed": 1.25, "gap_total": 3.5, "cost": 110},
        "why_not": [{"person": "p1", "need": "K1", "reason": "no_session"}, {"person": "p2", "need": "K9", "reason": "no_session"}],
    }
    assert texts[0] == "p1 的K1：全年的课次都参加也补不足，须增开课次。"


@pytest.mark.parametrize(("lang", "text"), [("zh-Hant", "p1 的學時：全年的課次都參加也補不足，須增開課次。"),
                                            ("en", "p1, hours: all sessions of the year together would not be enough; another is needed.")])
def test_other_languages(lang: str, text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "i.json", question([person(required_hours=8)], []), "--lang", lang) == 0
    assert json.loads(capsys.readouterr().out)["why_not"][0]["text"] == text


def test_keeping_to_an_earlier_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = question([person(gaps={"K1": 1})], [session("s1", "2027-03-01", gains={"K1": 1}, fixed_cost=900),
                                                session("s2", "2027-03-01", gains={"K1": 1}, fixed_cost=100)])
    (tmp_path / "plan.json").write_text(json.dumps({"attend": [{"person": "p1", "session": "s1", "why": []}]}))
    assert run(tmp_path / "i.json", data, "--keep", str(tmp_path / "plan.json"), "--from", "2027-03-02") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["held"] == ["s1"] and answer["totals"]["changed_places"] == 0
    assert list(answer["totals"]) == ["missing_obligations", "hours_short", "changed_places", "gap_closed", "gap_total", "cost"]


def changed(path: str, value: Any) -> dict[str, Any]:
    """A good instance with one thing put differently; DROP takes it away."""
    data: Any = copy.deepcopy(GOOD)
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    at = data
    for step in steps:
        at = at[step]
    if value is DROP:
        del at[last]
    else:
        at[last] = value
    return data   # type: ignore[no-any-return]


DROP = object()
BAD: list[tuple[str, Any, str]] = [
    ("no JSON", b"{", "$"),
    ("no UTF-8", b'{"year": "\xff"}', "$"),
    ("not a number", b'{"year": NaN}', "$"),
    ("a key twice", b'{"year": 2027, "year": 2028}', "$"),
    ("an exponent of millions", b'{"year": 1e-9999999}', "$"),
    ("a list at the top", b"[]", "$"),
    ("no year", changed("year", DROP), "$.year"),
    ("a year as text", changed("year", "2027"), "$.year"),
    ("a budget below zero", changed("budget", -1), "$.budget"),
    ("a budget of true", changed("budget", True), "$.budget"),
    ("a budget in tenths of a fen", changed("budget", 1.001), "$.budget"),
    ("a budget of a trillion", changed("budget", 10**12), "$.budget"),
    ("units that are no list", changed("units", {}), "$.units"),
    ("max_away below zero", changed("units/0/max_away", -1), "$.units[0].max_away"),
    ("max_away of a half", changed("units/0/max_away", 0.5), "$.units[0].max_away"),
    ("an unknown unit", changed("people/1/unit", "u9"), "$.people[1].unit"),
    ("a person twice", changed("people/1/id", "p1"), "$.people[1].id"),
    ("a person without an id", changed("people/0/id", ""), "$.people[0].id"),
    ("hours below zero", changed("people/0/required_hours", -8), "$.people[0].required_hours"),
    ("a gap below zero", changed("people/0/gaps/K1", -1), "$.people[0].gaps.K1"),
    ("half a level", changed("people/0/gaps/K1", 0.5), "$.people[0].gaps.K1"),
    ("a weight of three decimals", changed("people/0/weights/K1", 1.005), "$.people[0].weights.K1"),
    ("a weight below zero", changed("people/0/weights/K1", -0.5), "$.people[0].weights.K1"),
    ("away with one day", changed("people/1/away/0", ["2027-01-01"]), "$.people[1].away[0]"),
    ("away that ends before it starts", changed("people/1/away/0", ["2027-01-02", "2027-01-01"]), "$.people[1].away[0][1]"),
    ("a day that is none", changed("people/1/away/0", ["2027-02-30", "2027-03-01"]), "$.people[1].away[0][0]"),
    ("induction due in words", changed("people/0/induction_due", "June"), "$.people[0].induction_due"),
    ("a flag as a word", changed("people/0/needs_concentrated", "yes"), "$.people[0].needs_concentrated"),
    ("a session twice", {**GOOD, "sessions": GOOD["sessions"] * 2}, "$.sessions[1].id"),
    ("an unknown kind", changed("sessions/0/kind", "party"), "$.sessions[0].kind"),
    ("end before start", changed("sessions/0/end", "2027-02-28"), "$.sessions[0].end"),
    ("a date without hyphens", changed("sessions/0/start", "20270301"), "$.sessions[0].start"),
    ("seats below min_seats", changed("sessions/0/seats", 0), "$.sessions[0].seats"),
    ("seats below zero", changed("sessions/0/seats", -1), "$.sessions[0].seats"),
    ("no hours", changed("sessions/0/hours", DROP), "$.sessions[0].hours"),
    ("a cost below zero", changed("sessions/0/fixed_cost", -0.01), "$.sessions[0].fixed_cost"),
    ("a gain below zero", changed("sessions/0/gains/K1", -1), "$.sessions[0].gains.K1"),
    ("a gain as text", changed("sessions/0/gains/K1", "1"), "$.sessions[0].gains.K1"),
]


@pytest.mark.parametrize(("case", "data", "path"), BAD, ids=[case for case, _, _ in BAD])
@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_bad_input_is_one_sentence_with_its_path(case: str, data: Any, path: str, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "i.json"
    assert run(file, data, "--lang", lang) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"leadgoose plan-training: {file}: {path}: ") and err.count("\n") == 1 and "{" not in err


@pytest.mark.parametrize("more", [("--keep", "x"), ("--from", "2027-01-01")])
def test_keep_and_from_belong_together(more: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "i.json", GOOD, *more) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("plan", "path"), [(b"{", "$"), (b"{}", "$.attend"), (b'{"attend": [{"person": 1}]}', "$.attend[0].person"),
                                            (b'{"attend": [{"person": "p1"}]}', "$.attend[0].session")])
def test_a_plan_to_keep_that_is_none(plan: bytes, path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "plan.json"
    kept.write_bytes(plan)
    assert run(tmp_path / "i.json", GOOD, "--keep", str(kept), "--from", "2027-01-01") == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"leadgoose plan-training: {kept}: {path}: ")


@pytest.mark.parametrize("seconds", ["0", "-1", "many", "nan"])
def test_a_time_that_is_none(seconds: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run(tmp_path / "i.json", GOOD, "--seconds", seconds)
    assert left.value.code == 2 and capsys.readouterr().out == ""


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan-training", str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().out == ""


def test_amounts_are_read_as_they_are_written() -> None:
    instance = read(changed("budget", 0.29))
    assert instance.budget == 29 and instance.people[0].weights == {"K1": 125} and instance.sessions[0].hours == 850
    assert reading.instance(reading.parsed(b'\xef\xbb\xbf{"year": 2027, "budget": 1e3, "units": [], "people": [], "sessions": []}')).budget == 100_000


def test_what_may_be_left_out() -> None:
    """A minimal person and session: nothing needed, nothing limited."""
    instance = reading.instance({"year": 2027, "budget": 0, "units": [{"id": "u", "max_away": 0}], "people": [{"id": "p", "unit": "u"}], "sessions": [
        {"id": "s", "course": "c", "kind": "class", "start": "2027-01-01", "end": "2027-01-01", "hours": 8, "seats": 0}]})
    assert instance.people[0].max_hours is None and instance.sessions[0].min_seats == 0


def test_starting_django_loads_neither_the_solver_nor_what_only_passkeys_and_an_outside_log_in_need() -> None:
    code = ("import django, sys; django.setup(); import leadgoose.site.urls, leadgoose.site.cli;"
            " sys.exit(any(name in sys.modules for name in ('ortools', 'pandas', 'numpy', 'fido2', 'jwt')))")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "leadgoose.site.settings_for_tests"}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == 0


def test_the_command_does_not_load_django() -> None:
    code = "import sys; import leadgoose.training.plan_training; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_configuring_the_logs_anew_does_not_close_the_error_stream_of_the_import() -> None:
    """The trap of the library's own handler: under redirected output it would close the stream that it saw first."""
    code = ("import io, logging.config, sys; sys.stderr = first = io.StringIO(); import leadgoose.training.rules.program; sys.stderr = io.StringIO();"
            " logging.config.dictConfig({'version': 1}); sys.exit(first.closed)")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
