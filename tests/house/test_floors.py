"""Direction: who may import whom (.importlinter), and who may point at whom in the database."""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Field, Model
from importlinter.api import read_configuration
from importlinter.cli import lint_imports

import leadgoose

SOURCE = Path(leadgoose.__file__).parent
ROOT = SOURCE.parents[1]

FLOORS: tuple[tuple[str, ...], ...] = (
    # from the bottom; those in one row do not point at each other
    ("ground.access", "ground.statutes"), ("ground.vault",), ("ground.press", "ground.look", "ground.search", "ground.intake", "ground.jobs"),
    ("ground.journal",), ("ground.duties", "ground.bylaws"), ("roster",), ("accounts",), ("production", "surveys"),
    ("training", "recordbook", "handbook"), ("pledges",), ("benchmarking",), ("selection",), ("elections",), ("induction",), ("rights",),
    ("overview", "reactions"), ("site",),
)


def test_the_import_contracts_are_kept(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert status == 0, capsys.readouterr().out


def test_the_contracts_are_those_of_the_house() -> None:
    """A contract that somebody takes away must be missed."""
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    kinds = {section.rpartition(":")[2]: config[section]["type"] for section in config.sections() if ":" in section}
    assert kinds == {"floors": "layers", "ground": "layers", "rooms": "layers", "pure": "forbidden", "pages": "forbidden"}
    assert config["importlinter:contract:floors"]["exhaustive"] == config["importlinter:contract:ground"]["exhaustive"] == "True"
    assert read_configuration(str(ROOT / ".importlinter"))["contracts_options"]


def test_every_subject_stands_under_the_contract_on_rooms() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", encoding="utf-8")
    named = config["importlinter:contract:rooms"]["containers"].split()
    subjects = {f"leadgoose.{one.name}" for one in SOURCE.iterdir() if (one / "apps.py").is_file()} - {"leadgoose.site"}
    assert set(named) == subjects


def test_no_subject_uses_another_subjects_pages() -> None:
    """What two of them want, a form's field or a download, has its room on the ground; the site, which has the addresses, knows all pages."""
    wrong = []
    for file in SOURCE.glob("*/**/*.py"):
        subject = file.relative_to(SOURCE).parts[0]
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and subject != "site":
                named = [f"{node.module}.{alias.name}" for alias in node.names]
                of = {one.split(".")[1] for one in named if re.match(r"leadgoose\.\w+\.web(\.|$)", one)}
                wrong += [f"{file.relative_to(SOURCE)}: leadgoose.{other}.web" for other in sorted(of - {subject})]
    assert wrong == []


def floor(model: type[Model]) -> int | None:
    """How high the model's app stands; None for apps that are not ours."""
    name = apps.get_app_config(model._meta.app_label).name
    if not name.startswith("leadgoose."):
        return None
    return next(number for number, row in enumerate(FLOORS) if name.removeprefix("leadgoose.") in row)


def references() -> Iterator[tuple[type[Model], Field]]:   # type: ignore[type-arg]
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if isinstance(field, Field) and field.is_relation and field.related_model is not None:
                yield model, field


def test_no_foreign_key_points_upstairs_or_to_a_neighbour() -> None:
    seen, wrong = 0, []
    for model, field in references():
        mine, theirs = floor(model), floor(field.related_model)   # type: ignore[arg-type]
        if mine is None or theirs is None:
            continue
        seen += 1
        same_app = model._meta.app_label == field.related_model._meta.app_label   # type: ignore[union-attr]
        if theirs > mine or (theirs == mine and not same_app):
            wrong.append(f"{model._meta.label}.{field.name}")
    assert wrong == []
    assert seen > 10


def test_no_app_that_is_not_ours_is_pointed_at_but_by_itself() -> None:
    foreign = [f"{model._meta.label}.{field.name}" for model, field in references()
               if floor(model) is not None and floor(field.related_model) is None]   # type: ignore[arg-type]
    assert foreign == []


def modules(*patterns: str) -> list[Path]:
    return sorted({file for pattern in patterns for file in SOURCE.glob(pattern) if file.is_file()})


CLOCKS = {("date", "today"), ("datetime", "now"), ("datetime", "today"), ("datetime", "utcnow"),
          ("timezone", "now"), ("timezone", "localdate"), ("time", "time")}


@pytest.mark.parametrize("file", modules("**/rules/**/*.py", "**/rules.py", "**/actions/*.py", "**/actions.py", "**/queries/*.py", "**/queries.py",
                                         "**/models.py", "**/papers.py", "**/figures.py"), ids=lambda file: str(file.relative_to(SOURCE)))
def test_below_the_pages_nobody_looks_at_the_clock(file: Path) -> None:
    if file == SOURCE / "overview" / "web" / "rules.py":
        return   # a page about rules, not a rule
    found = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            call = (node.func.value.id, node.func.attr)
            if (call in CLOCKS and not (call == ("timezone", "localdate") and node.args)) or (call[0] == "clock" and call[1] in {"now", "today"}):
                found.append(f"{'.'.join(call)} in line {node.lineno}")
    assert found == []


@pytest.mark.parametrize("file", modules("**/*.py"), ids=lambda file: str(file.relative_to(SOURCE)))
def test_an_import_inside_a_function_gives_its_reason(file: Path) -> None:
    """ruff asks for the `noqa`; this asks for the words after it."""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if "PLC0415" in line:
            assert len(line.partition("PLC0415")[2].strip()) >= 8, f"line {number}: say why"
