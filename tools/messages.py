"""Collects the messages of pages and code, checks that they are translated, and compiles them.

    python tools/messages.py collect    update src/leadgoose/locale/{zh_Hant,en}/LC_MESSAGES/django.po from templates and code
    python tools/messages.py check      fail when a message lacks a translation, is stale, or has other placeholders
    python tools/messages.py compile    write the .mo files (standard library only; not committed)

msgids are Simplified Chinese. Traditional comes from OpenCC's s2tw and the fixes below, never from s2twp, which would put
another region's terms of trade into papers. Each such entry carries `# generated` with a digest: change the translation and it
is yours from then on. English is written by hand with docs/glossary.md beside it.
"""

from __future__ import annotations

import ast
import hashlib
import re
import struct
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "leadgoose"
LOCALES = {"zh_Hant": 1, "en": 2}
"""locale → number of plural forms"""

Key = tuple[str, str, str]
"""context, msgid, plural msgid; the last and the first are "" where there is none"""

ONE_FORM = ("plural", "plural_later")
"""Of ground/listed.py: one text for all numbers in Chinese, two in English."""
FUNCTIONS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "ugettext"), ("id",)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ("context", "id")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), ("id", "plural")),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ("context", "id", "plural")),
    **dict.fromkeys(ONE_FORM, ("id",)),
}
FIXES = {   # what s2tw writes otherwise than the field does in traditional characters
    "臺帳": "臺賬", "台帳": "臺賬", "台賬": "臺賬", "批覆": "批復", "答覆": "答復", "佈": "布", "數里": "數裡",
    "回避": "迴避", "聯絡人": "聯繫人",
    "賬戶": "帳戶", "賬號": "帳號", "計畫": "計劃", "籤認": "簽認", "換髮": "換發",
    "“": "「", "”": "」", "‘": "『", "’": "』",
}
FORBIDDEN = ("程式", "最佳化", "資訊站", "專案", "稽核")
CHINESE = re.compile(r"[\u3400-\u9fff]")
CHINESE_MARK = re.compile("(?<! )[、，；：。（）．！？《》]|[、，；：。（）．！？《》](?! )")   # alone between spaces it is the one that is spoken of
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


class Stop(SystemExit):
    """Nothing can be collected or compiled: one sentence, exit status 1."""


@dataclass
class Entry:
    """One message of a .po file with its translations (one per plural form)."""

    key: Key
    strings: list[str]
    where: list[str] = field(default_factory=list)
    digest: str = ""   # of the generated translation; "" once a person has written it

    @property
    def by_machine(self) -> bool:
        return bool(self.digest) and self.digest == digest(self.strings)


def main(arguments: Sequence[str]) -> int:
    if list(arguments) == ["collect"]:
        return collect()
    if list(arguments) == ["check"]:
        return check()
    if list(arguments) == ["compile"]:
        return compile_all()
    print("usage: python tools/messages.py collect|check|compile", file=sys.stderr)
    return 2


# --- what the code says ---


def messages(source: Path = SOURCE) -> dict[Key, list[str]]:
    """Every message of the templates and the code, with the files it stands in."""
    found: dict[Key, set[str]] = {}
    for path in sorted(source.rglob("*.py")):
        if "migrations" not in path.parts:
            for key in in_code(path.read_text("utf-8"), str(path.relative_to(source))):
                found.setdefault(key, set()).add(path.relative_to(source).as_posix())
    for path in sorted(p for p in source.rglob("templates/**/*") if p.suffix in {".html", ".txt", ".ics", ".xml"}):
        for key in in_template(path.read_text("utf-8"), str(path)):
            found.setdefault(key, set()).add(path.relative_to(source).as_posix())
    return {key: sorted(where) for key, where in sorted(found.items(), key=lambda pair: (min(pair[1]), pair[0][1], pair[0][0]))}


def in_code(text: str, name: str) -> Iterator[Key]:
    """Messages of calls to gettext and its kin, under whatever name they were imported."""
    tree = ast.parse(text, name)
    local = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        for alias in node.names if alias.name in FUNCTIONS
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name):
            function = local.get(called.id, called.id if called.id in FUNCTIONS else "")
        elif isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "translation":
            function = called.attr if called.attr in FUNCTIONS else ""
        else:
            continue
        if function:
            yield from _of_call(function, node.args, f"{name}:{node.lineno}")


def _of_call(function: str, arguments: list[ast.expr], where: str) -> Iterator[Key]:
    names = FUNCTIONS[function]
    taken = arguments[: len(names)]
    if any(isinstance(argument, ast.JoinedStr) for argument in taken):
        raise Stop(f"{where}: an f-string cannot be translated; use %(name)s")
    texts = [argument.value if isinstance(argument, ast.Constant) else None for argument in taken]
    if len(texts) == len(names) and all(isinstance(text, str) for text in texts):
        given = dict(zip(names, map(str, texts), strict=True))
        yield given.get("context", ""), given["id"], given["id"] if function in ONE_FORM else given.get("plural", "")
    # a name or an expression: the text was marked elsewhere with gettext_noop


LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"\b(npgettext|ngettext|pgettext|gettext|_)\(\s*{LITERAL}(?:\s*,\s*{LITERAL})?(?:\s*,\s*{LITERAL})?")


def in_template(text: str, name: str) -> Iterator[Key]:
    """Messages of translate, blocktranslate and _("…") in a template, as Django itself makes them into code."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  compiling needs no Django

    for call in CALL.finditer(templatize(text, origin=name)):
        names = FUNCTIONS["gettext" if call[1] == "_" else call[1]]
        given = dict(zip(names, (str(ast.literal_eval(literal)) for literal in call.groups()[1:] if literal), strict=False))
        yield given.get("context", ""), given["id"], given.get("plural", "")


# --- files ---


def po_path(locale: str) -> Path:
    return SOURCE / "locale" / locale / "LC_MESSAGES" / "django.po"


def read_po(path: Path) -> dict[Key, Entry]:
    """A .po file as this tool writes it (blocks of # lines and keyword lines, strings continued on further lines)."""
    entries: dict[Key, Entry] = {}
    if not path.exists():
        return entries
    for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
        where, mark, texts, last = [], "", dict[str, str](), ""
        for line in block.splitlines():
            if line.startswith("#:"):
                where.append(line[2:].strip())
            elif line.startswith("# generated "):
                mark = line.split()[2]
            elif (keyword := re.match(r'(msg\w+(?:\[\d\])?)\s+(".*")$', line)) is not None:
                last = keyword[1]
                texts[last] = str(ast.literal_eval(keyword[2]))
            elif line.startswith('"') and last:
                texts[last] += str(ast.literal_eval(line))
            elif line.strip() and not line.startswith("#"):
                raise Stop(f"{path}: cannot read the line {line!r}")
        if texts.get("msgid"):
            key = (texts.get("msgctxt", ""), texts["msgid"], texts.get("msgid_plural", ""))
            strings = [value for name, value in sorted(texts.items()) if name.startswith("msgstr")]
            entries[key] = Entry(key, strings, where, mark)
    return entries


def write_po(path: Path, locale: str, entries: Sequence[Entry]) -> None:
    plural = "nplurals=1; plural=0;" if LOCALES[locale] == 1 else "nplurals=2; plural=(n != 1);"
    head = (f"Language: {locale}", "MIME-Version: 1.0", "Content-Type: text/plain; charset=UTF-8", f"Plural-Forms: {plural}")
    blocks = ['msgid ""\nmsgstr ""\n' + "".join(quoted(line + "\n") + "\n" for line in head)]
    for entry in entries:
        context, text, more = entry.key
        lines = [f"# generated {entry.digest}"] if entry.digest else []
        lines += [f"#: {where}" for where in entry.where]
        lines += ["#, python-format"] if "%(" in text else []
        lines += [f"msgctxt {quoted(context)}"] if context else []
        lines += [f"msgid {quoted(text)}"]
        if more:
            lines += [f"msgid_plural {quoted(more)}"]
            lines += [f"msgstr[{n}] {quoted(string)}" for n, string in enumerate(entry.strings)]
        else:
            lines += [f"msgstr {quoted(entry.strings[0])}"]
        blocks.append("\n".join(lines) + "\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(blocks), "utf-8")


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return f'"{escaped}"'


def digest(strings: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(strings).encode()).hexdigest()[:8]


# --- collect, check, compile ---


def collect() -> int:
    for locale, forms in LOCALES.items():
        path = po_path(locale)
        old, entries, empty = read_po(path), [], 0
        for key, where in messages().items():
            entry = old.get(key) or Entry(key, [""] * (forms if key[2] else 1))
            entry.where = where
            if locale == "zh_Hant":
                generate(entry)
            empty += not all(entry.strings)
            entries.append(entry)
        stale = len(old.keys() - {entry.key for entry in entries})
        write_po(path, locale, entries)
        print(f"{locale:8} {len(entries)} messages, {empty} without a translation, {stale} stale ones taken out")
    return 0


def generate(entry: Entry) -> None:
    """Fill or renew the generated translation; leave alone, and no longer call generated, what a person wrote."""
    if not entry.digest and any(entry.strings):
        return
    if entry.digest and not entry.by_machine and any(entry.strings):
        entry.digest = ""
        return
    entry.strings = [traditional(entry.key[1])]
    entry.digest = digest(entry.strings)


def traditional(text: str) -> str:
    """Simplified to Traditional Chinese as the field writes it; placeholders are ASCII and stay."""
    converted = _opencc().convert(text)
    for wrong, right in FIXES.items():
        converted = converted.replace(wrong, right)
    return str(converted)


_converters: list = []   # type: ignore[type-arg]


def _opencc():  # type: ignore[no-untyped-def]
    if not _converters:
        import opencc  # noqa: PLC0415  compiling and checking English need no native library

        _converters.append(opencc.OpenCC("s2tw"))
    return _converters[0]


def check() -> int:
    """Print what is wrong, a line each; 0 when nothing is."""
    said = messages()
    wrong = [f"{where[0]}: {fault}: {key[1]!r}" for key, where in said.items() for fault in faults_of_msgid(key)]
    for locale in LOCALES:
        entries = read_po(po_path(locale))
        wrong += [f"{locale}: not collected: {key[1]!r} ({where[0]})" for key, where in said.items() if key not in entries]
        wrong += [f"{locale}: stale: {key[1]!r}" for key in entries if key not in said]
        known = (entry for key, entry in entries.items() if key in said)
        wrong += [f"{locale}: {fault}: {entry.key[1]!r}" for entry in known for fault in faults(locale, entry)]
    for line in wrong:
        print(line)
    print(f"{len(said)} messages in {len(LOCALES)} languages, {len(wrong)} fault(s)" + ("; run: make messages" if wrong else ""))
    return 1 if wrong else 0


def faults_of_msgid(key: Key) -> Iterator[str]:
    text = key[1]
    if not CHINESE.search(text) and re.search(r"[A-Za-z]{4}", PLACEHOLDER.sub("", text)):
        yield "a msgid is Simplified Chinese"
    if "!" in text or "！" in text:
        yield "no exclamation marks"
    if "您" in text:
        yield "no 您"
    if re.search(r"[\u4e00-\u9fff][,;:?]|[,;:?][\u4e00-\u9fff]", text):
        yield "full-width punctuation in Chinese"


def faults(locale: str, entry: Entry) -> Iterator[str]:
    """What is wrong with one translation."""
    if not entry.strings or not all(entry.strings):
        yield "no translation"
        return
    wanted = sorted(PLACEHOLDER.findall(entry.key[1]))
    for string in entry.strings:
        if sorted(PLACEHOLDER.findall(string)) != wanted:
            yield f"other placeholders in {string!r}"
        if locale == "zh_Hant":
            yield from (f"{word} is another region's word" for word in FORBIDDEN if word in string)
            if entry.by_machine and string != traditional(entry.key[1]):
                yield "generated by older rules"
        if locale == "en" and (CHINESE.search(string) or CHINESE_MARK.search(string)):
            yield f"Chinese left in {string!r}"
        if locale == "en" and "(s)" in string:
            yield f"one form for all numbers in {string!r}; count it (docs/parts.md)"
        if string.strip() != string and entry.key[1].strip() == entry.key[1] and re.search(r"\w", entry.key[1]):   # a mark alone has its space with it
            yield f"space at an end of {string!r}"


def compile_all() -> int:
    for locale in LOCALES:
        path = po_path(locale)
        if not path.exists():
            raise Stop(f"{path} is missing; run: python tools/messages.py collect")
        target = path.with_suffix(".mo")
        target.write_bytes(compiled(path))
        print(f"{target.relative_to(ROOT)} {target.stat().st_size} bytes")
    return 0


def compiled(path: Path) -> bytes:
    """GNU's binary catalogue: header, table of ids, table of strings, then the texts, each ended by NUL; sorted by id."""
    header = re.search(r'msgid ""\nmsgstr ""\n((?:".*"\n)+)', path.read_text("utf-8"))
    if header is None:
        raise Stop(f"{path} has no header")
    pairs = [(b"", "".join(str(ast.literal_eval(line)) for line in header[1].splitlines()).encode())]
    for (context, text, more), entry in read_po(path).items():
        if all(entry.strings):
            name = (f"{context}\x04" if context else "") + text + (f"\0{more}" if more else "")
            pairs.append((name.encode(), "\0".join(entry.strings).encode()))
    pairs.sort()
    count, texts, tables = len(pairs), b"", ([], [])  # type: tuple[int, bytes, tuple[list[int], list[int]]]
    start = 28 + 16 * count
    for side in (0, 1):
        for pair in pairs:
            tables[side].extend((len(pair[side]), start + len(texts)))
            texts += pair[side] + b"\0"
    numbers = [0x950412DE, 0, count, 28, 28 + 8 * count, 0, start, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + texts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
