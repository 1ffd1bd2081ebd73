"""Pages at 40,000 branches and 700,000 members: the answers' times through a real server, and the queries beside those of 200 people.

    DATABASE_URL=postgresql://… .venv/bin/leadgoose django migrate && … leadgoose make-group      once; its own lines say how long it took
    … .venv/bin/leadgoose django collectstatic --noinput                                           once, as for every server
    DATABASE_URL=postgresql://… .venv/bin/python bench/scale.py                                    against the group that is there

Asks 200 and more different addresses a page kind (the group's clerk, a company's clerk, a branch secretary; every filter, searches by name, pinyin
and initials, first and deep pages, people from all over), each once, of two granian workers, and prints the median, the 95th of a hundred and
the slowest answer in ms, and the same of the CPU that it took of the server and of the database together: on an idle machine the two are nearly
equal, on a loaded one only the second says anything; KB of an answer; MB of the two workers by then. Then everything once more with something
written before each request, so that nothing is kept; queries a page. LIMIT: p95 of 400 ms. BENCH_EACH: other than 200.

The database answers without parallel workers, whose CPU could not be counted; with them a large question is answered sooner.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent))
from pages import ROOT, family, resident, server

LIMIT = 400
EACH = int(os.environ.get("BENCH_EACH", "200"))


def main() -> int:
    plan = json.loads(told(sys.executable, str(Path(__file__).resolve()), "--plan"))
    print(f"{plan['branches']} branches, {plan['members']} members, {plan['duties']} obligations open, database {plan['size']} MB\n")
    middle = f"{'p50':>6} {'p95':>6} {'max':>6}"
    print(f"{'page':20} {'asked':>5} | {middle} ms wall | {middle} ms CPU | {'KB':>5} {'MB':>5}   limit p95 {LIMIT} ms")
    slowest: list[tuple[float, str]] = []
    environment = {**os.environ, "PGOPTIONS": "-c max_parallel_workers_per_gather=0"}
    with server("leadgoose.site.wsgi:application", environment, ROOT) as at:
        for asked in plan["pages"].values():
            measured(at, asked[:4], plan, write=False)   # both workers have loaded everything
        for write in (False, True):
            print("with something written before each request" if write else "nothing written meanwhile")
            for name, asked in plan["pages"].items():
                walls, cpus, size = measured(at, asked, plan, write=write)
                told_of = " | ".join(" ".join(f"{one:6.0f}" for one in (statistics.median(these), p95(these), max(these))) + "   " for these in (walls, cpus))
                print(f"{name:20} {len(walls):5} | {told_of} | {size:5.0f} {resident(at[1]):5.0f}" + ("  ABOVE" if p95(cpus) > LIMIT else ""), flush=True)
                slowest += sorted(((one, path) for one, (path, _) in zip(cpus, asked, strict=True)), reverse=True)[:2]
    print("most CPU:", *(f"  {one:5.0f} ms {path}" for one, path in sorted(slowest, reverse=True)[:16]), sep="\n")
    print("queries a page:", json.dumps(plan["queries"], ensure_ascii=False))
    return 0


def told(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


def p95(values: list[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def measured(at: tuple[int, int], asked: list[tuple[str, str]], plan: dict[str, Any], *, write: bool) -> tuple[list[float], list[float], float]:
    """(ms of each answer, CPU ms that the server and its database connections took for it, KB of an answer in the middle)."""
    import psycopg  # noqa: PLC0415  only a PostgreSQL database is measured

    port, pid = at
    walls, cpus, sizes = [], [], []
    with psycopg.connect(plan["database"], autocommit=True) as database:
        mine = database.info.backend_pid
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for path, who in asked:
            if write:
                database.execute("UPDATE django_session SET expire_date = expire_date WHERE session_key = (SELECT session_key FROM django_session LIMIT 1)")
            others = database.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s", [mine]).fetchall()
            busy = [*family(pid), *(one for one, in others)]
            before, began = ran(busy), time.perf_counter()
            connection.request("GET", quote(path, safe="/?=&%"), headers={"Cookie": plan["cookies"][who], "Accept-Language": "zh-CN"})
            response = connection.getresponse()
            sizes.append(len(response.read()))
            walls.append((time.perf_counter() - began) * 1000)
            cpus.append(ran(busy) - before)
            if response.status != 200:
                sys.exit(f"{path} answered {response.status} to {who}")
        connection.close()
    return walls, cpus, statistics.median(sizes) / 1024


def ran(pids: list[int]) -> float:
    """CPU ms that these processes have had, all threads."""
    total = 0
    for pid in pids:
        for one in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(one.read_text().split()[0])
            except OSError:
                continue
    return total / 1_000_000


# --- what is asked: made by a process of its own, with Django ---


def plan() -> dict[str, Any]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadgoose.site.settings")
    import django  # noqa: PLC0415  the measuring process itself stays without

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.http import HttpResponse  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from leadgoose.ground.access.middleware import SEEN, set_seen  # noqa: PLC0415
    from leadgoose.ground.access.models import Grant, User  # noqa: PLC0415
    from leadgoose.ground.duties.models import Duty  # noqa: PLC0415
    from leadgoose.roster.models import Organisation, Person, Present  # noqa: PLC0415
    from leadgoose.roster.queries.filters import CHOICES  # noqa: PLC0415

    chance = random.Random(1)
    top = Organisation.objects.filter(parent=None).first()
    assert top is not None
    users = {one.login: one for one in User.objects.filter(login__in=("clerk", "company", "secretary"))}
    keys = {login: Grant.objects.filter(user=one).values_list("key", flat=True)[0] for login, one in users.items()}
    cookies = {}
    for login, user in users.items():
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), "leadgoose.ground.access.backend.LoginBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        seen = HttpResponse()
        set_seen(seen, str(session.session_key))
        cookies[login] = f"leadgoose_session={session.session_key}; {SEEN}={seen.cookies[SEEN].value}"
    members = Present.objects.filter(top_key=top.key).count()
    pages = -(-members // 50)
    filters = [f"{name}={value}" for name, values in CHOICES.items() for value in values]
    low, high = (Person.objects.order_by(order).values_list("pk", flat=True)[0] for order in ("pk", "-pk"))
    some = list(Person.objects.filter(pk__in=[chance.randrange(low, high) for _ in range(3 * EACH)], present__isnull=False).values_list("key", "present__name"))
    generals = list(Organisation.objects.filter(kind="general_branch", path__contains=f"/{keys['company']}/").values_list("key", flat=True)[:20])
    far = list(Organisation.objects.filter(kind="general_branch").order_by("key").values_list("key", flat=True)[:20])

    def lists(key: str, whole: int) -> list[str]:
        made = [f"?page={chance.randrange(1, whole + 1)}" for _ in range(60)] + [f"?page={whole}", ""]
        made += [f"?{one}" for one in filters] + [f"?{one}&page={chance.randrange(2, 40)}" for one in filters]
        made += ["?" + "&".join(chance.sample(filters, 2)) for _ in range(30)]
        made += [f"?named={name}" for name in ("作业三队", "离退休", "第012", "机关第一党支部")]
        return [f"/o/{key}/members/{one}" for one in made]

    def searches(key: str) -> list[str]:
        found = [name for _, name in some]
        asked = [chance.choice(found) for _ in range(20)] + [chance.choice(found)[:1] for _ in range(10)] + [chance.choice(found)[1:] for _ in range(10)]
        asked += ["wang", "zhang", "liwei", "zhangjianguo", "zjg", "lm", "ouyang", "zq", "3344", "0013", "作业一队", "第005公司"]
        return [f"/o/{key}/members/?q={one}" for one in asked] + [f"/o/{key}/search/?q={one}" for one in asked]

    groups = ("expired", "remind", "six", "vacant", "probation", "unknown", "shifted", "first", "size", "committee", "standing")

    def watches(key: str, below: list[str], whole: int) -> list[str]:
        made = ["", *(f"?state={one}" for one in groups), *(f"?general={one}" for one in below), "?q=作业三队", "?q=第008", "?q=机关&state=expired"]
        made += [f"?page={chance.randrange(1, whole + 1)}" for _ in range(30)] + [f"?tasks={chance.randrange(1, 400)}" for _ in range(30)]
        made += [f"?state={one}&page=3&tasks=5" for one in groups]
        return [f"/o/{key}/watch/{one}" for one in made]

    own = Organisation.objects.get(key=keys["company"])
    below = Present.objects.filter(organisation__path__startswith=own.path)
    every = list(Organisation.objects.filter(top_key=top.key, kind="branch").values_list("key", flat=True))
    companies = list(Organisation.objects.filter(parent=top, kind="committee").values_list("key", flat=True))
    branches = len(every)
    asked = {
        "list, group": [(one, "clerk") for one in lists(top.key, pages)],
        "list, company": [(one, "company") for one in lists(own.key, -(-below.count() // 50))],
        "list, branch": [(f"/o/{keys['secretary']}/members/?{one}", "secretary") for one in filters],
        "search, group": [(one, "clerk") for one in searches(top.key)],
        "search, company": [(one, "company") for one in searches(own.key)],
        "person, group": [(f"/p/{key}/", "clerk") for key, _ in some],
        "person, company": [(f"/p/{key}/", "company") for key in below.order_by("?").values_list("person__key", flat=True)[:EACH]],
        "watch, group": [(one, "clerk") for one in watches(top.key, far, branches // 50)],
        "watch, company": [(one, "company") for one in watches(own.key, generals, 8)],
        "own branch": [(f"/o/{keys['secretary']}/", "secretary")] * 20,
        "branch, group": [(f"/o/{key}/", "clerk") for key in chance.sample(every, min(EACH, len(every)))],
        "members of a branch": [(f"/o/{key}/members/", "clerk") for key in chance.sample(every, min(EACH, len(every)))],
        "tree, group": [(f"/o/{key}/tree/", "clerk") for key in [top.key, *companies]],
        "imports": [(f"/o/{top.key}/imports/", "clerk")] * 20,
        "team, company": [(f"/o/{key}/team/", "clerk") for key in chance.sample(companies, min(20, len(companies)))],
    }
    asked = {name: chance.sample(rows, min(len(rows), EACH)) for name, rows in asked.items()}
    queries: dict[str, list[int]] = {}
    for name, rows in asked.items():
        client = Client(SERVER_NAME="127.0.0.1")
        for cookie in cookies[rows[0][1]].split("; "):
            client.cookies[cookie.split("=", 1)[0]] = cookie.split("=", 1)[1]
        counts = set()
        for path, _ in [rows[0], *chance.sample(rows, min(6, len(rows)))]:
            client.get(path)
            with CaptureQueriesContext(connection) as caught:
                client.get(path)
            counts.add(len(caught))
        queries[name] = sorted(counts)
    told = connection.settings_dict
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1000000")
        size = cursor.fetchone()[0]
    return {
        "cookies": cookies, "pages": asked, "branches": branches, "members": members, "queries": queries, "size": size,
        "duties": Duty.objects.filter(top_key=top.key, closed_at=None).count(),
        "database": f"host={told['HOST']} port={told['PORT']} dbname={told['NAME']} user={told['USER']} password={told['PASSWORD']}",
    }


if __name__ == "__main__":
    if "--plan" in sys.argv:
        print(json.dumps(plan()))
        sys.exit(0)
    sys.exit(main())
