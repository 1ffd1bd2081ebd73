"""Searching at scale: p50, p95 and the slowest answer of 200 listed questions, class by class.

    createdb bench; export DATABASE_URL=postgresql://…/bench            (or sqlite:////some/where/bench.sqlite3)
    leadgoose django migrate
    python bench/search.py load --records 1000000                        made-up records, loaded in bulk
    python bench/search.py ask                                           asks each question, prints the table; exit 1 above the limit

The text is made with Zipf's law: some 200 words of the trade at the top (支部, 党员, 会议 …), 40,000 made-up words of two to four characters below
them, 30,000 names, and numbers that occur once. The first committee has 70 % of the records, in 3,000 branches; 40 small ones have the rest. One
record in twenty is confidential and has no words, one in a hundred is withdrawn. A question is answered as the page does it: the hits, their number,
the names of the branches, and the lines in which the words stand. Wall time is what somebody waits; the CPU time of this process and of the database's
beside it stands in the last columns, because the machine may be busy (it ticks in hundredths of a second).
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import statistics
import sys
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadgoose.site.settings")
django.setup()

from django.db import connection  # noqa: E402  after setup

from leadgoose.recordbook.queries import search_terms as terms  # noqa: E402
from leadgoose.recordbook.queries.reading import Reader  # noqa: E402
from leadgoose.recordbook.queries.search import Found, Question, find  # noqa: E402
from leadgoose.recordbook.queries.search_marks import excerpts  # noqa: E402
from leadgoose.recordbook.rules.kinds import Kind  # noqa: E402
from leadgoose.roster.models import Organisation  # noqa: E402

NEWEST, YEARS = date(2026, 11, 20), 10
LIMIT = {"postgresql": 300.0, "sqlite": 200.0}
"""Milliseconds that 95 of 100 questions stay under (issue 6)."""
SENTENCES, NAMES, WORDS = 60_000, 30_000, 40_000
TRADE = """
支部 党员 会议 学习 讨论 生产 安全 工作 同志 组织 发言 任务 落实 检查 通过 表决 责任 队伍 班组 井口 设备 巡检
站点 整改 隐患 计划 完成 要求 意见 决定 书记 委员 小组 培训 党课 主题 活动 群众 困难 帮扶 谈话 考勤 值班 降温
防冻 保温 管线 阀门 压力 流量 产量 注水 采油 作业 修井 抽油 电缆 油井 水井 计量 泵房 锅炉 车辆 驾驶 材料 仓库
费用 预算 节约 成本 技术 革新 攻关 示范 先锋 突击 承诺 公示 评议 批评 自我 纪律 廉洁 警示 教育 理论 报告 精神
传达 上级 文件 通知 部署 总结 汇报 提纲 台账 记录 档案 培养 发展 积极 分子 预备 转正 志愿 入党 申请 介绍 选举
换届 候选 提名 监票 计票 选票 当选 春季 夏季 秋季 冬季 雨季 汛期 防汛 防洪 消防 演练 应急 预案 风险 辨识 措施
交接 轮休 倒班 夜班 早班 食堂 宿舍 值班房 队部 站房 井场 营地 草原 沙漠
""".split()   # noqa: SIM905  words are read better than a list of 140
COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因"
    "由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少"
    "图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目"
    "至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精"
    "值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"
)


@dataclass(frozen=True)
class Sentence:
    text: str
    folded: str
    terms: str


class Zipf:
    """Draws places by Zipf's law: the n-th is drawn as often as 1 / (n + 2)."""

    def __init__(self, size: int, dice: random.Random) -> None:
        self.sums = list(accumulate(1 / (place + 2) for place in range(size)))
        self.dice = dice

    def draw(self) -> int:
        return bisect(self.sums, self.dice.random() * self.sums[-1])


class World:
    """The words of the made-up records; the same for the same seed."""

    def __init__(self) -> None:
        dice = random.Random(6)
        made = {"".join(dice.choice(COMMON) for _ in range(dice.choice((2, 2, 2, 3, 4)))) for _ in range(WORDS)}
        self.words = [*TRADE, *sorted(made)]
        surnames = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
        self.names = sorted({dice.choice(surnames) + dice.choice(COMMON) + dice.choice(COMMON) for _ in range(NAMES)})
        zipf = Zipf(len(self.words), dice)
        self.sentences = [self._sentence(dice, zipf) for _ in range(SENTENCES)]

    def _sentence(self, dice: random.Random, zipf: Zipf) -> Sentence:
        return _prepared("，".join("".join(self.words[zipf.draw()] for _ in range(dice.randint(2, 4))) for _ in range(dice.randint(3, 6))) + "。")


def _prepared(text: str) -> Sentence:
    return Sentence(text, terms.folded([text]), " ".join(terms.terms_of([text])))


# --- loading ---


@dataclass(frozen=True)
class Branch:
    key: str
    top: str


def organisations() -> tuple[list[tuple[Any, ...]], list[Branch], list[Branch]]:
    """Rows of organisations, and the branches of the large committee and of the small ones. 3,060 + 40 × 31 places."""
    rows: list[tuple[Any, ...]] = []
    large: list[Branch] = []
    small: list[Branch] = []

    def put(key: str, top: str, path: str, kind: str, name: str) -> None:
        rows.append((key, top, f"{path}{key}/", kind, name, len(rows)))

    put("large", "large", "/", "committee", "采油一厂党委")
    for number in range(60):
        general = f"g{number}"
        put(general, "large", "/large/", "general_branch", f"第{number}党总支")
        for each in range(50):
            key = f"b{number}x{each}"
            put(key, "large", f"/large/{general}/", "branch", f"作业{number}区{each}队党支部")
            large.append(Branch(key, "large"))
    for number in range(40):
        top = f"s{number}"
        put(top, top, "/", "committee", f"第{number}小厂党委")
        for each in range(30):
            put(f"{top}b{each}", top, f"/{top}/", "branch", f"小厂{number}第{each}党支部")
            small.append(Branch(f"{top}b{each}", top))
    return rows, large, small


def records(count: int, world: World) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...] | None]]:
    """Rows of record, version and words, by id; days spread over ten years, in an order that is not that of the ids (papers typed in later)."""
    dice = random.Random(66)
    _rows, large, small = organisations()
    zipf = Zipf(SENTENCES, dice)
    kinds, days = list(Kind), YEARS * 365
    serials: dict[tuple[str, int], int] = {}
    for pk in range(1, count + 1):
        branch = dice.choice(large) if dice.random() < 0.7 else dice.choice(small)
        day = NEWEST - timedelta(days=int(days * (1 - pk / count) * 0.9 + dice.random() * days * 0.1))
        kind, roll = dice.choice(kinds).value, dice.random()
        secret = roll < 0.05
        truth = "late" if roll > 0.94 else "copied" if roll > 0.93 else "recorded"
        standing = 2 if 0.5 < roll < 0.55 else 1
        withdrawn = "2026-11-20 10:00:00+00" if 0.6 < roll < 0.61 else None
        serial = serials[branch.key, day.year] = serials.get((branch.key, day.year), 0) + 1
        said = [world.sentences[zipf.draw()] for _ in range(dice.randint(4, 9))]
        extra = f"{dice.choice(world.names)}负责{dice.randint(1, 10**7)}号{dice.choice(COMMON)}{dice.choice(COMMON)}"
        title = f"{day.year}年{dice.choice(TRADE)}{dice.choice(TRADE)}"
        own = _prepared(f"{title}\n{extra}")
        level = "inner" if secret else "open"
        record = (pk, f"r{pk}", branch.top, branch.key, "", kind, level, serial, day.year, day, day, "" if secret else title, day, 12, 10, standing, 1,
                  truth, False, "", withdrawn, f"{day} 10:00:00+00", "bench", f"{day} 10:00:00+00")
        plain = {"format": 1, "key": f"r{pk}", "kind": kind, "org": branch.key, "title": title, "sittings": [{"on": day.isoformat()}],
                 "speeches": [{"who": {"name": "李某"}, "point": one.text} for one in said], "matters": [{"key": f"m{pk}", "text": extra}]}
        version = (pk, pk, standing, f"v{pk}", "[]", "{}" if secret else json.dumps(plain, ensure_ascii=False), "x" if secret else "", "", "", "page", "",
                   truth, day, None, False, "", "", False, f"{day} 10:00:00+00", "bench", "", False, pk, "")
        words = None
        if not secret and withdrawn is None:
            every = terms.scope_terms(branch.top, branch.key, kind, truth, standing > 1, day)
            words = (terms.place_of(day, pk), pk, "\n".join([own.folded, *(one.folded for one in said)]),
                     " ".join(dict.fromkeys(" ".join([*every, own.terms, *(one.terms for one in said)]).split())))
        yield record, version, words


RECORD = ("id, key, top_key, org_key, group_key, kind, level, serial, year, held_on, ends_on, title, counts_on, expected, present, standing, heads, truth,"
          " paper_original, paper_page, withdrawn_at, entered_at, entered_by, changed_at")
VERSION = ("id, record_id, number, stamp, parents, content, content_sealed, sealed_for, digest, channel, device, truth, written_on, claimed_at,"
           " clock_doubted, reason, copied_from, withdraws, recorded_at, recorded_by, role, entrusted, receipt_number, receipt_hash")
ORGANISATION = "key, top_key, path, kind, name, position"


def load(count: int) -> None:
    started = time.process_time(), time.perf_counter()
    world = World()
    told("words made", started)
    (_load_postgresql if connection.vendor == "postgresql" else _load_sqlite)(count, world, started)


def _load_postgresql(count: int, world: World, started: tuple[float, float]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE roster_organisation, recordbook_record CASCADE")
        cursor.execute("DROP INDEX IF EXISTS recordbook_terms")
        cursor.execute("CREATE UNLOGGED TABLE IF NOT EXISTS bench_words (place bigint, record_id bigint, folded text, terms text)")
        cursor.execute("TRUNCATE bench_words")
        copy_rows(cursor, "roster_organisation", ORGANISATION, organisations()[0])
        batch: list[list[tuple[Any, ...]]] = [[], [], []]
        for rows in records(count, world):
            for place, row in enumerate(rows):
                if row is not None:
                    batch[place].append(row)
            if len(batch[0]) == 20_000:
                _copy_all(cursor, batch)
                batch = [[], [], []]
                told(f"{rows[0][0]} records", started)
        _copy_all(cursor, batch)
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute("INSERT INTO recordbook_recordtext SELECT place, record_id, folded, array_to_tsvector(string_to_array(terms, ' ')) FROM bench_words")
        cursor.execute("DROP TABLE bench_words")
        told("terms written", started)
        cursor.execute("CREATE INDEX recordbook_terms ON recordbook_recordtext USING gin (terms) WITH (fastupdate = off)")
        told("index made", started)
        cursor.execute("VACUUM ANALYZE")
    told("analysed", started)


def _copy_all(cursor: Any, batch: list[list[tuple[Any, ...]]]) -> None:
    for table, columns, rows in (("recordbook_record", RECORD, batch[0]), ("recordbook_version", VERSION, batch[1]),
                                 ("bench_words", "place, record_id, folded, terms", batch[2])):
        copy_rows(cursor, table, columns, rows)


def copy_rows(cursor: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    into = io.StringIO()
    for row in rows:
        into.write("\t".join("\\N" if one is None else str(one).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") for one in row) + "\n")
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        copy.write(into.getvalue())


def _load_sqlite(count: int, world: World, started: tuple[float, float]) -> None:
    def put(cursor: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
        marks = ", ".join(["%s"] * len(columns.split(",")))
        plain = [tuple(str(one) if isinstance(one, date) else one for one in row) for row in rows]
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", plain)   # noqa: S608  names of this file

    with connection.cursor() as cursor:
        for table in ("recordbook_recordtext", "recordbook_version", "recordbook_record", "roster_organisation"):
            cursor.execute(f"DELETE FROM {table}")   # noqa: S608  names of this file
        put(cursor, "roster_organisation", ORGANISATION, organisations()[0])
        for record, version, words in records(count, world):
            put(cursor, "recordbook_record", RECORD, [record])
            put(cursor, "recordbook_version", VERSION, [version])
            if words is not None:
                put(cursor, "recordbook_recordtext", "place, record_id, folded, terms", [words])
        cursor.execute("ANALYZE")
    told("loaded", started)


def told(what: str, started: tuple[float, float]) -> None:
    print(f"{what}: {time.process_time() - started[0]:.0f} s CPU, {time.perf_counter() - started[1]:.0f} s", flush=True)


# --- asking ---


@dataclass(frozen=True)
class Asked:
    group: str
    place: str
    question: Question
    number: int = 1


def questions(world: World) -> list[Asked]:
    """Two hundred, from rare to universal; the same each time."""
    dice = random.Random(666)
    rank = world.words
    by_rank = [("word 1-20", rank[:20]), ("word 21-150", rank[20:150]), ("word to 1,000", rank[150:1_000]), ("word to 10,000", rank[1_000:10_000]),
               ("rare word", rank[10_000:]), ("a name", world.names)]
    found: list[Asked] = []
    for name, pool in by_rank:
        found += [Asked(name, "large", Question(one, own=False)) for one in dice.sample(pool, 14)]
    found += [Asked("支部", "large", Question("支部", own=False), number) for number in (1, 2, 20)]
    found += [Asked("支部", "large", Question(one, own=False)) for one in ("党员", "黨員", "會議", "支部 党员", "支部 會議 學習")]
    found += [Asked("nothing has it", "large", Question(one, own=False)) for one in ("龘靐", "支部 龘靐", "qqzzx", "99999999")]
    phrases = ["".join(dice.sample(TRADE[:12], 2)) for _ in range(7)] + [f"{one}{dice.choice(TRADE)}" for one in dice.sample(rank[200:3_000], 7)]
    found += [Asked("phrase", "large", Question(one, own=False)) for one in phrases]
    found += [Asked("two words", "large", Question(f"{dice.choice(TRADE)} {one}", own=False)) for one in dice.sample(rank[:3_000], 14)]
    found += [Asked("small branch", f"b{dice.randrange(60)}x{dice.randrange(50)}", Question(one)) for one in [*rank[:8], *dice.sample(rank, 8)]]
    found += [Asked("general branch", f"g{dice.randrange(60)}", Question(one, own=False)) for one in [*rank[:6], *dice.sample(rank[:5_000], 8)]]
    found += [Asked("small committee", f"s{dice.randrange(40)}", Question(one, own=False)) for one in [*rank[:6], *dice.sample(rank[:5_000], 8)]]
    filters: list[dict[str, Any]] = [
        {"kind": "yearly_plan"}, {"truth": "copied"}, {"truth": "corrected"}, {"first": date(2019, 1, 1), "last": date(2019, 12, 31)},
        {"last": date(2018, 6, 30)}, {"kind": "study", "truth": "late", "first": date(2024, 1, 1)}, {"first": date(2020, 3, 5), "last": date(2020, 3, 9)},
    ]
    found += [Asked("filtered word", "large", Question(one, own=False, **more)) for more in filters for one in ("支部", *dice.sample(rank[20:3_000], 2))]
    found += [Asked("filters alone", "large", Question(own=False, **more)) for more in [{}, *filters]]
    found += [Asked("filters alone", "g7", Question(own=False, **more)) for more in [{}, *filters]]
    return found[:200]


def ask(rounds: int) -> int:
    world = World()
    reader = Reader(open=True, inner=True, secret_of=frozenset(), login="clerk")
    places = {one.key: one for one in Organisation.objects.all()}
    listed = questions(world)
    wall: dict[str, list[float]] = {}
    cpu: dict[str, list[float]] = {}
    hits: dict[str, list[str]] = {}
    slow: list[tuple[float, str]] = []
    base = backend()
    for number in range(rounds):
        for one in listed:
            began, worked = time.perf_counter(), time.process_time() + base()
            found = find(places[one.place], reader, one.question, one.number)
            excerpts(found.hits, one.question.words)
            took = (time.perf_counter() - began) * 1000
            wall.setdefault(one.group, []).append(took)
            cpu.setdefault(one.group, []).append((time.process_time() + base() - worked) * 1000)
            if number == 0:
                hits.setdefault(one.group, []).append(_count(found))
            slow.append((took, f"{one.place} {one.question}"))
    every = [one for times in wall.values() for one in times]
    print(f"{connection.vendor}; {len(listed)} questions × {rounds}; milliseconds")
    print(f"{'class':<18}{'n':>4}{'hits, from … to':>18}{'p50':>8}{'p95':>8}{'max':>8}{'CPU: mean':>11}{'p95':>6}")
    for group, times in wall.items():
        counts = sorted(hits[group], key=lambda one: (len(one), one))
        told = f"{counts[0]} … {counts[-1]}"
        print(f"{group:<18}{len(times):>4}{told:>18}{part(times, 50):>8.0f}{part(times, 95):>8.0f}{max(times):>8.0f}"
              f"{statistics.mean(cpu[group]):>11.0f}{part(cpu[group], 95):>6.0f}")
    worked_all = [one for times in cpu.values() for one in times]
    print(f"{'all':<18}{len(every):>4}{'':>18}{part(every, 50):>8.0f}{part(every, 95):>8.0f}{max(every):>8.0f}"
          f"{statistics.mean(worked_all):>11.0f}{part(worked_all, 95):>6.0f}")
    for took, what in sorted(slow, reverse=True)[:5]:
        print(f"  {took:.0f} ms  {what}")
    limit = LIMIT[connection.vendor]
    print(f"limit: p95 under {limit:.0f} ms: {'kept' if part(every, 95) < limit else 'NOT kept'}")
    return 0 if part(every, 95) < limit else 1


def backend() -> Callable[[], float]:
    """CPU seconds of the database's process for this connection; none where the database is in this process or on another machine."""
    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        place = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not place.exists():
        return lambda: 0.0

    def used() -> float:
        told = place.read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    return used


def _count(found: Found) -> str:
    return "1000+" if found.more else str(found.total)


def part(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1] if len(times) > 1 else times[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["load", "ask"])
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    if options.what == "load":
        load(options.records)
        return 0
    return ask(options.rounds)


if __name__ == "__main__":
    sys.exit(main())
