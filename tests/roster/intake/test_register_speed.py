"""10,000 people: under 10 s and 400 MB, measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from registers_made import HEADER, Cell, id_number, person, sheet

MANY = 10_000
_MEASURE = """
import json, os, resource, sys
from pathlib import Path
from leadgoose.roster.intake.register import read_register
register = read_register(Path(sys.argv[1]))
spent = os.times()
cpu = spent.user + spent.system + spent.children_user + spent.children_system
reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
# the peak of this program alone: getrusage would count the parent's pages from before exec
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps({"cpu": cpu, "rss": (int(peak.split()[1]) + reader) / 1024, "rows": register.counts.rows,
                  "problems": len(register.problems), "branches": register.counts.branches}))
"""


def large_register() -> bytes:
    """A register with what costs time: repeated headers, months completed from ID numbers, serial numbers, faults."""
    header = ["序号", *HEADER, "参加工作时间", "职务"]
    rows: list[list[Cell]] = [["花名册"], ["填报单位：示例处　　填报日期：2026年10月31日"], [*header]]
    for number in range(MANY):
        born = f"{1960 + number % 40}-{1 + number % 12:02}-{1 + number % 28:02}"
        own = person(
            name=f"王{chr(0x4E00 + number % 3000)}",
            gender="男" if number % 2 else "女",
            birth_date=born[:7] if number % 3 else born.replace("-", "."),
            id_number=id_number(born, f"{number % 1000:03}", f"99{number // 1000:04}"),
            branch=f"作业{number // 30}队支部",
            joined_party="不详" if number % 50 == 7 else "2010年7月1日",
        )
        rows.append([number + 1, *own, 31118 + number % 9000, "操作员"])
        if number % 40 == 39:
            rows.append([*header])
    return sheet(*rows)


def test_ten_thousand_people(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    path.write_bytes(large_register())
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(path)],
        capture_output=True,
        check=True,
        timeout=120,
        env={"PYTHONPATH": str(Path(__file__).parents[3] / "src")},
    )
    said = json.loads(done.stdout)
    print(f"{MANY} people: {said['cpu']:.1f} s CPU, {said['rss']:.0f} MB")
    assert (said["rows"], said["problems"], said["branches"]) == (MANY, 200, 334)
    assert said["cpu"] < 10
    assert said["rss"] < 400
