"""A program of its own that reads a workbook: bytes on standard input, JSON on standard output.

The reader is native code. A crafted file makes it ask for 70 GB, and it then ends the whole process: here that is only this one,
under a limit of memory and time, and not a worker with other people's requests. Run by path, it imports nothing of the house.

JSON: {"sheets": [{"name", "rows": [[cell …] …], "merged": [[top, left, bottom, right] …]} …]} or {"error": "locked" | "not-a-table" |
"damaged" | "too-many-cells", "sheet", "row"}. A cell is a text, a number, a truth value, or {"d": ISO} for days and moments,
{"t": text} for times and spans.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from typing import Any

import python_calamine

MAX_MEMORY = 2_000_000_000
"""Bytes of address space; 200,000 rows of 30 columns fit in half of it."""
MAX_SECONDS = 60


def read(content: bytes, max_rows: int) -> dict[str, Any]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        return {"error": "locked"}
    except Exception:  # the reader raises bare ValueError, OSError and its own errors on files that it does not know
        return {"error": "not-a-table"}
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            found = book.get_sheet_by_name(meta.name)
            if found.total_height > max_rows:
                return {"error": "too-many-cells", "sheet": meta.name, "row": found.total_height}
            rows = found.to_python(skip_empty_area=False)
            merged = [[*first, *last] for first, last in found.merged_cell_ranges or []]
        except Exception:
            return {"error": "damaged"}
        sheets.append({"name": meta.name, "rows": rows, "merged": merged})
    return {"sheets": sheets}


def plain(value: object) -> dict[str, str]:
    """How JSON says a value that it has no word for."""
    return {"d": value.isoformat()} if isinstance(value, date) else {"t": str(value)}


def limit() -> None:
    try:
        import resource  # noqa: PLC0415  not on every system; elsewhere the parent's time limit alone holds

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass


if __name__ == "__main__":
    limit()
    answer = read(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(answer, default=plain).encode())
