"""The tests' database treats threads as the one in service does: a journey's server answers in several, beside the test itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from cast import NOW, TODAY
from leadgoose.ground.bylaws.models import CommitteeSetting


@pytest.mark.django_db(transaction=True)
def test_whoever_reads_while_another_thread_writes_is_neither_refused_nor_made_to_wait() -> None:
    def read() -> int:
        try:
            return CommitteeSetting.objects.count()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        CommitteeSetting.objects.create(top_key="committee", name="notice", valid_from=TODAY, recorded_at=NOW, recorded_by="clerk")
        assert other.submit(read).result() == 0
