"""The guard that stands over all tests sees what is written."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from cast import Cast
from leadgoose.roster.models import Present
from written import rows_written


def writing(request: HttpRequest) -> HttpResponse:
    Present.objects.filter(person__key="p-member").update(name="x")
    return HttpResponse()


urlpatterns = [path("writes/", writing)]


def test_the_database_counts_what_is_written_and_nothing_else(cast: Cast) -> None:
    before = rows_written()
    Present.objects.filter(pk=0).update(name="x")
    assert list(Present.objects.all()) and rows_written() == before
    Present.objects.filter(person__key="p-member").update(name="x")
    assert rows_written() == before + 1


@pytest.mark.once
@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_writes_when_it_is_opened_fails_whichever_test_opens_it(cast: Cast) -> None:
    assert Client().post("/writes/").status_code == 200
    with pytest.raises(AssertionError, match="GET /writes/ wrote 1 rows"):
        Client().get("/writes/")
