"""CPU and memory of ``leadgoose count`` against plain JSON of the same lines and answers, in one run.

``python bench/count.py [LINES]`` prints the ratio (aim: at most 3) and the peak memory of a fresh process that answers all
lines (aim: at most 200 MB at a million). Lines are random elections of branch size with Chinese names, with the other kinds
in between; half a percent cannot be true.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from leadgoose.elections import count

NAMES = ["赵甲", "钱乙", "孙丙", "李丁", "周戊", "吴己", "郑庚", "王辛", "冯壬", "陈癸", "褚子", "卫丑"]


def text(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False)


def line(dice: random.Random, number: int) -> str:
    """One input line."""
    roll = dice.random()
    right = dice.randint(3, 50)
    present = dice.randint(max(1, right * 3 // 4), right)
    if roll < 0.1:
        return text({"id": number, "kind": "quorum", "right": right, "excluded": 0, "present": present})
    if roll < 0.15:
        return text({"id": number, "kind": "margin", "seats": dice.randint(1, 9), "cands": dice.randint(1, 11), "pre": False})
    if roll < 0.2:
        favour = dice.randint(0, present)
        return text({"id": number, "kind": "decision", "right": right, "present": present, "favour": favour})
    seats = dice.choice((1, 3, 5, 7))
    names = NAMES[: seats + 1 + seats // 5]
    returned = present + (1 if dice.random() < 0.01 else 0)
    votes = {name: dice.randint(0, present * seats // len(names)) for name in names}
    if dice.random() < 0.005:
        votes[names[0]] = returned + 1
    data: dict[str, object] = {"id": number, "kind": "vote", "right": right, "excluded": 0, "present": present, "voters": present}
    data |= {"issued": present, "returned": returned, "invalid": 0, "seats": seats, "votes": votes}
    return text(data)


def ratio(lines: list[bytes]) -> tuple[float, float]:
    """CPU seconds of the command and of plain JSON on the same lines and answers."""
    answers: list[bytes] = []

    class Keep:
        def write(self, data: bytes) -> object:
            return answers.append(data)

    started = time.process_time()
    count.run(lines, Keep())
    command = time.process_time() - started
    objects = [json.loads(one) for one in answers]
    started = time.process_time()
    for one, answer in zip(lines, objects, strict=True):
        json.loads(one)
        json.dumps(answer, ensure_ascii=False)
    return command, time.process_time() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=int, nargs="?", default=50_000)
    wanted = parser.parse_args().lines
    dice = random.Random(4)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines"
        with path.open("wb") as file:
            for number in range(wanted):
                file.write(line(dice, number).encode() + b"\n")
        started = time.monotonic()
        with path.open("rb") as file:
            call = "import sys; from leadgoose.elections.count import main; sys.exit(main([]))"
            subprocess.run([sys.executable, "-c", call], stdin=file, stdout=subprocess.DEVNULL, check=False)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{wanted} lines in a process of its own: {time.monotonic() - started:.1f} s, {peak} MB at most (aim 200)")
    sample = [line(dice, number).encode() for number in range(min(wanted, 20_000))]
    count.run(sample[:200], type("Void", (), {"write": staticmethod(len)})())  # statutes loaded, caches warm
    pairs = [ratio(sample) for _ in range(3)]
    command, plain = min(pairs, key=lambda pair: pair[0] / pair[1])
    print(f"{len(sample)} lines: {command:.2f} s against {plain:.2f} s of JSON: ratio {command / plain:.2f} (aim 3)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
