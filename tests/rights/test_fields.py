"""Every column of every table stands in the table of what is held, with a purpose, a base, readers and what becomes of it."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from leadgoose.ground.access.roles import TABLE
from leadgoose.ground.statutes.shelf import load
from leadgoose.rights import words
from leadgoose.rights.standards import fields
from leadgoose.roster.models import Person

MODELS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("leadgoose.")]
COLUMNS = [f"{model._meta.label}.{field.name}" for model in MODELS for field in model._meta.concrete_fields]
PERSONAL = re.compile(r"(?:^|_)(?:person_key|owner_key|leader_key|sealed|name|login|by)$|^people$")
"""Names of columns that refer to somebody or may hold words about them, wherever they stand."""
NAMES_OF_THINGS = {
    # columns called name that name no person
    "roster.Organisation.name", "roster.OrganisationFact.name", "roster.ProductionUnit.name",
    "roster.UnitFact.name", "bylaws.CommitteeSetting.name", "bylaws.LocalValue.name",
    "production.SpecialDay.name", "production.Crew.name", "production.Peak.name",
}


def test_every_column_stands_in_the_table_once_and_nothing_else_does() -> None:
    table = fields()
    assert set(COLUMNS) - set(table.of) - table.plain == set(), "say in rights/standards/fields.toml what these are"
    assert (set(table.of) | table.plain) - set(COLUMNS) == set(), "these columns are gone"


def test_what_refers_to_a_person_or_is_sealed_is_never_called_plain() -> None:
    table = fields()
    for model in MODELS:
        for field in model._meta.concrete_fields:
            column = f"{model._meta.label}.{field.name}"
            to_person = isinstance(field, ForeignKey) and field.related_model is Person
            if to_person or (PERSONAL.search(field.name) and column not in NAMES_OF_THINGS):
                assert column in table.of, f"{column} is somebody's: give it a kind"


@pytest.mark.parametrize("code", sorted(fields().kinds))
def test_a_kind_says_why_on_what_base_who_reads_how_long_and_what_becomes_of_it(code: str) -> None:
    kind = fields().kinds[code]
    assert kind.purpose in words.PURPOSE and kind.base in words.BASE and kind.keep in words.KEEP and kind.contest in words.CONTEST
    assert kind.rules and set(kind.rules) <= set(load().rules)
    assert set(kind.capabilities) <= set(TABLE)
    assert kind.erase in words.ERASE and (kind.why in words.WHY if kind.erase == "stays" else kind.why == "")
    assert kind in fields().of.values(), "a kind that nothing is"


def test_sealed_words_of_a_person_do_not_stay() -> None:
    stays = {column for column, kind in fields().of.items() if kind.erase == "stays" and column.endswith("_sealed")}
    assert stays == set()


def test_no_word_is_kept_for_a_code_that_no_kind_has() -> None:
    kinds = fields().kinds.values()
    assert set(words.PURPOSE) == {one.purpose for one in kinds} and set(words.BASE) == {one.base for one in kinds}
    assert set(words.WHY) == {one.why for one in kinds if one.why} and set(words.CONTEST) == {one.contest for one in kinds}
    assert set(words.KEEP) == {one.keep for one in kinds}
