"""Reactions stand or fall with the act that set them off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from cast import NOW, TODAY, Cast
from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, Receipt, record
from leadgoose.ground.journal.models import Entry
from leadgoose.reactions import table


def act(cast: Cast) -> Receipt:
    return record(Act("SomethingDone", TODAY, cast.top_key), by=cast.actor("clerk"), at=NOW)


@pytest.mark.django_db
def test_those_who_listen_hear_an_act_once_with_its_receipt(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, Receipt]] = []

    def hear(done: Act, receipt: Receipt, by: Actor, at: datetime) -> None:
        heard.append((done.name, receipt))

    monkeypatch.setattr(table, "TABLE", {"SomethingDone": (hear,), "SomethingElse": (hear,)})
    with transaction.atomic():
        receipt = act(cast)
    assert heard == [("SomethingDone", receipt)]


@pytest.mark.django_db
def test_an_act_whose_reaction_refuses_is_not_done(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise ValueError("no")

    monkeypatch.setattr(table, "TABLE", {"SomethingDone": (refuse,)})
    before = Entry.objects.count()
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        act(cast)
    assert Entry.objects.count() == before
