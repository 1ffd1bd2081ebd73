"""Build-time tool: the Traditional column of sentences and statutes, by OpenCC s2tw and a few fixes, never s2twp.

``python tests/ground/statutes/traditional.py`` rewrites the stored columns; a test compares them with ``convert``. The
program itself never converts: it reads what is stored, so no name can pass through here.
"""

import re
import sys
import tomllib
from functools import cache
from pathlib import Path

from opencc import OpenCC

HOUSE = Path(__file__).parents[3] / "src" / "leadgoose"
DATA = HOUSE / "ground" / "statutes" / "data"
FIXES = (("佈", "布"), ("批覆", "批復"), ("答覆", "答復"), ("數里", "數裡"), ("“", "「"), ("”", "」"))
FORBIDDEN = ("程式", "最佳化", "資訊站", "專案", "稽核", "資訊", "網路")


@cache
def _s2tw() -> OpenCC:
    return OpenCC("s2tw")


def convert(simplified: str) -> str:
    """Traditional characters, our own words: placeholders in braces stay as they are."""
    parts = re.split(r"(\{[^}]*\})", simplified)
    text = "".join(part if part.startswith("{") else _s2tw().convert(part) for part in parts)
    for wrong, right in FIXES:
        text = text.replace(wrong, right)
    return text


def books() -> list[Path]:
    """All files of sentences in the house."""
    return sorted(HOUSE.glob("**/sentences.toml"))


def _rewrite_book(path: Path) -> None:
    """Puts or replaces the zh-Hant line after each zh-Hans line."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("zh-Hant = ")]
    out: list[str] = []
    for line in lines:
        out.append(line)
        if line.startswith("zh-Hans = "):
            hans = tomllib.loads(line)["zh-Hans"]
            out.append(f"zh-Hant = '{convert(hans)}'")
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def traditional_table() -> dict[str, dict[str, str]]:
    """Traditional title (and sentence) of every regulation and rule, by key."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(DATA.glob("*.toml")):
        if path.name == "traditional.toml":
            continue
        for key, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[key] = {name: convert(table[name]) for name in ("title", "sentence") if name in table}
    return found


def main() -> int:
    for path in books():
        _rewrite_book(path)
    text = ["# Generated from the other files: python tests/ground/statutes/traditional.py\n"]
    for key, table in traditional_table().items():
        text.append("\n".join([f"[{key}]", *(f"{name} = '{value}'" for name, value in table.items())]) + "\n")
    (DATA / "traditional.toml").write_text("\n".join(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
