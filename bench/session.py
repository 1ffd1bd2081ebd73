"""Signs the demonstration's clerk in and counts the queries of the measured pages.

Prints as JSON: cookie, addresses of the pages and papers, queries a page, number of people, lines on the watch.
"""

from __future__ import annotations

import json
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadgoose.site.settings")

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leadgoose.ground.access.middleware import SEEN, set_seen
from leadgoose.ground.access.models import Grant
from leadgoose.ground.access.roles import Role
from leadgoose.ground.duties.models import Duty
from leadgoose.roster.models import Organisation, Present

grant = Grant.objects.filter(role=Role.CLERK, key__in=Present.objects.values("top_key")).select_related("user").first()
assert grant is not None
session = SessionStore()
session[SESSION_KEY] = str(grant.user.pk)
session[BACKEND_SESSION_KEY] = "leadgoose.ground.access.backend.LoginBackend"
session[HASH_SESSION_KEY] = grant.user.get_session_auth_hash()
session.create()
grant.user.must_change_password = False
grant.user.save(update_fields=["must_change_password"])
seen = HttpResponse()
set_seen(seen, session.session_key)
cookies = {"leadgoose_session": session.session_key, SEEN: seen.cookies[SEEN].value}
top = Organisation.objects.get(key=grant.key)
somebody = Present.objects.filter(top_key=top.key).select_related("person").order_by("sort")[Present.objects.filter(top_key=top.key).count() // 2]
pages = {"list": f"/o/{top.key}/members/", "person": f"/p/{somebody.person.key}/", "watch": f"/o/{top.key}/watch/"}
client = Client(SERVER_NAME="127.0.0.1")
for name, value in cookies.items():
    client.cookies[name] = value
queries = {}
for page, path in pages.items():
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    queries[page] = len(caught)
    if page == "watch":
        lines = response.content.decode().count('<tr><th scope="row">')
reminded = Duty.objects.filter(top_key=top.key, code="term_remind", closed_at=None).order_by("opens_on").values_list("org_key", flat=True).first()
letter = [reverse("elections.reminder_paper", kwargs={"organisation": reminded, "form": form}) for form in ("pdf", "docx")]
papers = [reverse("overview.watch_paper", args=[top.key]), *letter]
for path in papers:
    assert client.get(path).status_code == 200, path
print(json.dumps({
    "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "pages": pages, "papers": papers, "queries": queries,
    "people": Present.objects.filter(top_key=top.key).count(), "lines": lines,
}))
