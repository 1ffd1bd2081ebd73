"""A committee's own form: a DOCX with places like {{ 应到会 }} that is filled with the facts of a paper.

What somebody uploads is data, never code. Before anything of it is filled, all of these hold: the archive is small, packed or unpacked, and has
no macros, embedded objects, foreign parts or document type; every place is one of the few shapes below (a name, a part of a row, a loop, a
condition), written with the names that are offered. Filling reaches nothing but the mapping that is handed in: no attribute of any object
of Python, no call, no filter, no import.

    {{ 党组织 }}                                   a fact
    {%tr for 人 in 委员候选人 %} … {{ 人.姓名 }} … {%tr endfor %}     a row of a table for each
    {% if 实到会 %} … {% endif %}                    a condition
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.exceptions import UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from leadgoose.ground.press.printing import EPOCH

Fields = Mapping[str, Any]
"""Names to texts, or to rows: sequences of texts or of mappings of names to texts."""
MOST_BYTES, MOST_UNPACKED, MOST_PART, MOST_TEXT, MOST_PARTS = 1_000_000, 12_000_000, 3_000_000, 800_000, 200
MOST_PLACES, LONGEST_PLACE, MOST_LOOPS, MOST_FILLED, MOST_ROWS = 600, 80, 40, 20_000_000, 500
_PICTURES = {".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8", ".gif": b"GIF8"}
_CODES = re.compile(r"\b(INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|IMPORT|LINK|EMBED|MACROBUTTON)\b", re.IGNORECASE)
_LOOP = frozenset({"index", "first", "last", "length"})
_SHAPES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If, nodes.Compare, nodes.Operand,
    nodes.And, nodes.Or, nodes.Not,
)


class BadForm(ValueError):
    """The file cannot be used as a form: one sentence that says what to do."""

    def __init__(self, said: str | Promise) -> None:
        super().__init__(str(said))
        self.said = said


def check(data: bytes, fields: Fields) -> frozenset[str]:
    """The names that the form uses; BadForm when it cannot be used. fields: what is offered, as `fill` gets it."""
    return frozenset(name for text in _unpacked(data) for name in _places(text, fields))


def fill(data: bytes, fields: Fields, *, at: datetime = EPOCH) -> bytes:
    """The form with its places filled. BadForm when it cannot be used, also where a row lacks a part; the same facts give the same bytes."""
    from docxtpl import DocxTemplate  # noqa: PLC0415   # python-docx and lxml, 8 MB: only processes that print load them

    from leadgoose.ground.press.word.grid import settled  # noqa: PLC0415   # as above

    check(data, fields)
    template = DocxTemplate(io.BytesIO(data))
    try:
        template.render(dict(_clean(fields)), _environment())
    except UndefinedError as wrong:
        raise BadForm(_("有一处字段没有对应的内容：%(what)s。请对照字段表改正。") % {"what": _named(str(wrong))}) from None
    except (TemplateError, ValueError, KeyError, AttributeError) as wrong:
        raise BadForm(_("表样填写不成，请检查花括号和循环是否成对。")) from wrong
    core = template.docx.core_properties
    core.author, core.last_modified_by, core.revision = "", "", 1
    core.created = core.modified = at.astimezone(UTC).replace(tzinfo=None)
    written = io.BytesIO()
    template.save(written)
    return settled(written.getvalue())


def margins(data: bytes) -> bool:
    """Whether anything stands in the header or footer of a form that `check` let through: a ballot has nothing there."""
    from docx import Document  # noqa: PLC0415   # as in fill

    sections = Document(io.BytesIO(data)).sections
    parts = [part for one in sections for part in (one.header, one.footer, one.first_page_header, one.first_page_footer, one.even_page_header,
                                                   one.even_page_footer)]
    return any(part._element.xpath(".//w:t[normalize-space()] | .//w:instrText | .//w:fldSimple | .//w:drawing | .//w:pict") for part in parts)


# --- the archive ---


def _unpacked(data: bytes) -> list[str]:
    """The XML parts of the file as text, each as whoever fills it will read it."""
    if len(data) > MOST_BYTES:
        raise BadForm(_("文件太大，最大 1 MB；请去掉图片后再上传。"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return list(_parts(packed))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise BadForm(_("这不是 DOCX 文件；请在 Word 或 WPS 中另存为 .docx 后再上传。")) from None


def _parts(packed: zipfile.ZipFile) -> Iterator[str]:
    entries = packed.infolist()
    names = [one.filename for one in entries]
    if "word/document.xml" not in names or "[Content_Types].xml" not in names:
        raise BadForm(_("这不是 DOCX 文件；请在 Word 或 WPS 中另存为 .docx 后再上传。"))
    if len(entries) > MOST_PARTS or len(set(names)) < len(names):
        _foreign()
    left = MOST_UNPACKED
    for one in entries:
        if one.filename.startswith(("/", "\\")) or ".." in one.filename:
            _foreign()
        with packed.open(one) as part:
            content = part.read(min(left, MOST_PART) + 1)   # what the archive says of its sizes is not believed
        left -= len(content)
        if left < 0 or len(content) > MOST_PART:
            raise BadForm(_("文件展开后太大；请去掉图片后再上传。"))
        if one.filename.endswith((".xml", ".rels")):
            yield _read(content)
        elif not one.is_dir() and not content.startswith(_PICTURES.get(one.filename[one.filename.rfind("."):].lower(), b"\0no")):
            _foreign()                                   # a part may have any name: what is neither XML nor a picture has no business here


def _read(content: bytes) -> str:
    """A part as text, parsed as python-docx parses it and written again, so that nothing hides in an encoding or a reference."""
    from lxml import etree  # noqa: PLC0415   # as in fill

    try:
        root = etree.fromstring(content, etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        _foreign()
    if root.getroottree().docinfo.doctype:
        _foreign()
    codes = []
    for one in root.iter():
        name, held = one.tag.rpartition("}")[2] if isinstance(one.tag, str) else "", one.items()
        said = "\n".join(str(value) for _key, value in held)   # no mark reaches over the end of a line
        if name == "altChunk" or any(mark in said for mark in ("macroEnabled", "{{", "{%", "{#")):
            _foreign()
        if name == "Relationship" and one.get("TargetMode") == "External" and not str(one.get("Type")).endswith("/hyperlink"):
            _foreign()
        codes += [one.text or ""] if name == "instrText" else [value for key, value in held if str(key).endswith("}instr")]
    if _CODES.search("".join(map(str, codes))):
        _foreign()
    text: str = etree.tostring(root, encoding="unicode")
    return text


def _foreign() -> NoReturn:
    raise BadForm(_("文件里有宏、嵌入对象、字体或者指向外部的内容，不能作表样；请新建一个只有文字和表格的 DOCX。"))


# --- the places ---


def _places(xml: str, fields: Fields) -> set[str]:
    """The offered names that a part uses."""
    if not _paired(re.sub(r"<[^>]*>", "", xml)):
        return set()
    from docxtpl import DocxTemplate  # noqa: PLC0415   # as in fill

    if len(xml) > MOST_TEXT:
        raise BadForm(_("有字段的部分太长，请简化表样。"))
    try:
        parsed = _environment().parse(DocxTemplate(io.BytesIO()).patch_xml(xml))
        return _judged(parsed, fields)
    except TemplateError as wrong:
        raise BadForm(_("表样里有一处写法不对：%(what)s。") % {"what": _named(str(wrong))}) from None
    except RecursionError:
        raise BadForm(_("循环和条件套得太多，请简化表样。")) from None


def _paired(plain: str) -> int:
    """How many places there are. Each is opened and closed, short, and holds no bracket: so nothing that reads it can run deep or long."""
    opened, count = None, 0
    for mark in re.finditer(r"\{\{|\}\}|\{%|%\}", plain):
        if opened is None and mark[0] in ("{{", "{%"):
            opened, count = mark, count + 1
        elif opened is not None and mark[0] == {"{{": "}}", "{%": "%}"}[opened[0]] and _plain(plain[opened.end():mark.start()]):
            opened = None
        else:
            raise BadForm(_("有一处花括号不成对，或者里面的写法不能用：%(what)s。") % {"what": _near(plain, mark.end())})
    if opened is not None:
        raise BadForm(_("有一处花括号不成对，或者里面的写法不能用：%(what)s。") % {"what": _near(plain, opened.end() + 12)})
    if count > MOST_PLACES:
        raise BadForm(_("字段太多，最多 %(most)s 处。") % {"most": MOST_PLACES})
    return count


def _near(plain: str, end: int) -> str:
    return "".join(plain[max(0, end - 24):end].split())


def _plain(inside: str) -> bool:
    return len(inside) <= LONGEST_PLACE and not set(inside) & set("{}()[]|")


def _judged(parsed: nodes.Template, fields: Fields) -> set[str]:
    loops = list(parsed.find_all(nodes.For))
    if len(loops) > MOST_LOOPS or sum(_long(one) for one in loops) * MOST_ROWS > MOST_FILLED:
        raise BadForm(_("循环太多或者一次循环的内容太长，请简化表样。"))
    used: set[str] = set()
    for node, held in _walked(parsed, ()):
        if not isinstance(node, _SHAPES):
            raise BadForm(_("表样里只能用字段、循环和条件；%(what)s 不能用。") % {"what": type(node).__name__})
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in held and node.name != "loop":
            if node.name not in fields:
                raise BadForm(_("没有“%(what)s”这个字段，请对照字段表改正。") % {"what": node.name})
            used.add(node.name)
        if isinstance(node, nodes.For):
            _loop(node, held)
        if isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            raise BadForm(_("没有“%(what)s”这个字段，请对照字段表改正。") % {"what": node.attr})
    return used


def _loop(node: nodes.For, held: tuple[str, ...]) -> None:
    """A loop has one plain name and is not recursive; inside a loop there is only a loop over a part of its row."""
    inner = not held or (isinstance(node.iter, nodes.Getattr) and isinstance(node.iter.node, nodes.Name) and node.iter.node.name == held[-1])
    plain = isinstance(node.target, nodes.Name) and node.test is None and not node.recursive and not node.else_
    if not (inner and plain and len(held) < 2 and isinstance(node.iter, nodes.Name | nodes.Getattr)):
        raise BadForm(_("循环的写法不能用；请按字段表后的例子写。"))


def _walked(node: nodes.Node, held: tuple[str, ...]) -> Iterator[tuple[nodes.Node, tuple[str, ...]]]:
    """Every node with the names that loops around it hold."""
    yield node, held
    if isinstance(node, nodes.For):
        yield from _walked(node.iter, held)
        name = node.target.name if isinstance(node.target, nodes.Name) else ""
        for one in node.body:
            yield from _walked(one, (*held, name))
        return
    for one in node.iter_child_nodes():
        yield from _walked(one, held)


def _long(loop: nodes.For) -> int:
    return sum(len(one.data) for one in loop.find_all(nodes.TemplateData))


# --- filling ---


class _Environment(ImmutableSandboxedEnvironment):
    """Reaches parts of mappings and the place in a loop, nothing else."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self.undefined(obj=obj, name=argument)

    def call(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise BadForm(_("表样里只能用字段、循环和条件；%(what)s 不能用。") % {"what": "()"})


def _environment() -> _Environment:
    made = _Environment(autoescape=True, undefined=StrictUndefined, extensions=(), cache_size=0)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


def _clean(fields: Fields) -> Iterator[tuple[str, Any]]:
    for name, value in fields.items():
        yield name, _value(value)


def _value(value: Any) -> Any:
    """Text without characters that XML does not have."""
    if isinstance(value, Mapping):
        return dict(_clean(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_value(one) for one in value[:MOST_ROWS]]
    return "".join(sign for sign in str(value) if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))


def _named(said: str) -> str:
    """What stands in quotes in a message of the template engine, shortened."""
    quoted = re.findall(r"'([^']{1,40})'", said)
    return quoted[-1] if quoted else said[:60]
