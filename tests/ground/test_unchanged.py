"""What is kept holds exactly until something is written, by whomever."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from cast import Cast
from leadgoose.ground.unchanged import MOST, kept, stamp
from leadgoose.roster.models import Organisation


def names(read: list[int]) -> str:
    def all_of_them() -> str:
        read.append(1)
        return "、".join(Organisation.objects.filter(parent=None).order_by("pk").values_list("name", flat=True))

    return kept("names", all_of_them)


@pytest.mark.django_db(transaction=True)
def test_what_was_read_is_kept_until_this_connection_writes(cast: Cast) -> None:
    read: list[int] = []
    assert names(read) == names(read) == "示例油田工程技术处党委、外单位党委"
    assert len(read) == 1
    Organisation.objects.filter(key="elsewhere").update(name="改名党委")
    assert names(read) == "示例油田工程技术处党委、改名党委"
    assert len(read) == 2


@pytest.mark.django_db(transaction=True)
def test_or_until_another_connection_writes(cast: Cast) -> None:
    read: list[int] = []
    names(read)

    def elsewhere() -> None:
        Organisation.objects.filter(key="elsewhere").update(name="改名党委")
        connection.close()

    other = threading.Thread(target=elsewhere)
    other.start()
    other.join()
    assert names(read) == "示例油田工程技术处党委、改名党委"


@pytest.mark.django_db(transaction=True)
def test_nothing_read_inside_a_transaction_outlives_it(cast: Cast) -> None:
    read: list[int] = []
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Organisation.objects.filter(key="elsewhere").update(name="改名党委")
        assert names(read) == "示例油田工程技术处党委、改名党委"
        1 / 0  # noqa: B018
    assert names(read) == "示例油田工程技术处党委、外单位党委"
    assert len(read) == 2


@pytest.mark.django_db(transaction=True)
def test_the_stamp_stands_still_while_everybody_only_reads(cast: Cast) -> None:
    before = stamp()
    assert Organisation.objects.count() == 7
    assert stamp() == before


@pytest.mark.django_db(transaction=True)
def test_no_more_than_a_few_things_are_kept() -> None:
    for number in range(MOST + 1):
        assert kept(("thing", number), lambda number=number: number) == number
    assert kept(("thing", 0), lambda: "read anew") == "read anew"
    assert kept(("thing", MOST), lambda: "read anew") == MOST
