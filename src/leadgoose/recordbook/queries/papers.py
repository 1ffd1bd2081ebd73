"""Papers that the committee holds as texts (通知、范本原文): those that a topic may name, and what they say."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from leadgoose.recordbook.models import CommonText
from leadgoose.recordbook.rules.entry import Paper, Topic


def texts_held(top_key: str) -> tuple[tuple[str, str], ...]:
    """(key, title) of the texts in use, the newest first. One query."""
    return tuple(CommonText.objects.filter(top_key=top_key, ended_at=None).order_by("-pk").values_list("key", "title"))


def with_keys(top_key: str, topics: Collection[Topic]) -> tuple[Topic, ...]:
    """The topics with the key of each paper that the committee holds under its name, the newest of one name; other papers are words. One query,
    none where no paper is named."""
    names = {each.name for one in topics for each in one.papers}
    rows = CommonText.objects.filter(top_key=top_key, title__in=names).order_by("pk").values_list("title", "key") if names else ()
    held = dict(rows)
    return tuple(replace(one, papers=tuple(Paper(each.name, held.get(each.name, "")) for each in one.papers)) for one in topics)


def texts_of(top_key: str, topics: Iterable[Topic]) -> dict[str, str]:
    """Key → what the papers of the topics say, as far as the committee holds them, ended ones included. One query, none where nothing is named."""
    keys = {each.key for one in topics for each in one.papers if each.key}
    return dict(CommonText.objects.filter(top_key=top_key, key__in=keys).values_list("key", "text")) if keys else {}
