"""What Typst leaves out of the tags of a PDF: the headers of rows, and the paragraphs that stand alone in a block.

Typst has a function for the former (``pdf.header-cell``) behind a switch that its Python package does not reach; the
latter it calls pieces of text. What it writes is plain: each tag is an object of its own, which the table of offsets
finds; no stream is touched, and nothing moves on the page.
"""

from __future__ import annotations

import re
from itertools import pairwise

__all__ = ["fully_tagged"]

_KIND = re.compile(rb"<</Type/StructElem/S/(\w+)")
_KIDS = re.compile(rb"/K\[([^\]]*)\]")
_HOLDERS = (b"Document", b"Div", b"Sect", b"Part")
_ENTRY = 20
"""Bytes of a line of the table of offsets."""


def fully_tagged(data: bytes, column: int = 0) -> bytes:
    """Return a PDF whose blocks of words are paragraphs, and in whose tables each row has a header.

    The other cells of the row name that header beside the column's.

    Parameters
    ----------
    data
        A PDF as Typst writes it.
    column
        Which cell names its row, from 0. A row that has no such cell, or an empty one, stays as it is.

    Raises
    ------
    ValueError
        The file is not written as Typst writes it.
    """
    start, table = _offsets(data)
    ends = sorted([*table.values(), start])
    last = dict(pairwise(ends))
    objects = {number: data[at : last[at]] for number, at in table.items()}
    _set_paragraphs(objects)
    _set_row_heads(objects, column)
    return _written(data, start, table, objects)


def _set_paragraphs(objects: dict[int, bytes]) -> None:
    for number, one in objects.items():
        if _kind(one) != b"Span" or b"/Placement/Block" not in one:
            continue
        parent = re.search(rb"/P (\d+) 0 R", one)
        inner = {_kind(objects[kid]) for kid in _kids(one)}
        if parent and _kind(objects[int(parent[1])]) in _HOLDERS and b"P" not in inner:
            objects[number] = one.replace(b"/S/Span", b"/S/P", 1)


def _set_row_heads(objects: dict[int, bytes], column: int) -> None:
    ids: list[bytes] = []
    for body in [one for one in objects.values() if _kind(one) == b"TBody"]:
        for row in _kids(body):
            cells = _kids(objects[row])
            if len(cells) <= column or _kind(objects[cells[column]]) != b"TD" or b"/K[]" in objects[cells[column]]:
                continue
            head = cells[column]
            own = b"(R%06d)" % head
            ids.append(b"%b%d 0 R" % (own, head))
            for cell in cells:
                objects[cell] = _header(objects[cell], own) if cell == head else _named(objects[cell], own)
    listed = b"".join(sorted(ids))
    for number, one in objects.items():
        if ids and b"/Type/StructTreeRoot" in one:
            objects[number] = _listed(one, listed)


def _offsets(data: bytes) -> tuple[int, dict[int, int]]:
    """Return where the table of offsets is, and where each object begins."""
    found = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", data)
    start = int(found[1]) if found else -1
    head = re.compile(rb"xref\n0 (\d+)\n").match(data, max(start, 0))
    if start < 0 or head is None:
        raise ValueError("not a PDF as Typst writes it")
    lines = [data[head.end() + _ENTRY * n :][:_ENTRY] for n in range(int(head[1]))]
    return start, {n: int(line[:10]) for n, line in enumerate(lines) if line[17:18] == b"n"}


def _kind(one: bytes) -> bytes:
    found = _KIND.search(one[:60])
    return found[1] if found else b""


def _kids(one: bytes) -> list[int]:
    found = _KIDS.search(one)
    return [int(number) for number in re.findall(rb"(\d+) 0 R", found[1])] if found else []


def _with_table(one: bytes, told: bytes) -> bytes:
    """Return a cell with something more among what a table says of it."""
    if b"/O/Table" in one:
        return one.replace(b"/O/Table", b"/O/Table" + told, 1)
    if b"/A[" in one:
        return one.replace(b"/A[", b"/A[<</O/Table" + told + b">>", 1)
    return one.replace(b"/K[", b"/A[<</O/Table" + told + b">>]/K[", 1)


def _header(one: bytes, own: bytes) -> bytes:
    one = one.replace(b"/S/TD", b"/S/TH", 1)
    one = re.sub(rb"(/P \d+ 0 R)", lambda at: at[1] + b"/ID" + own, one, count=1)
    return _with_table(one, b"/Scope/Row")


def _named(one: bytes, own: bytes) -> bytes:
    if b"/Headers[" in one:
        return one.replace(b"/Headers[", b"/Headers[" + own, 1)
    return _with_table(one, b"/Headers[" + own + b"]")


def _listed(root: bytes, listed: bytes) -> bytes:
    """Return the root of the tags with the identifiers in its list, which is in order."""
    if b"/IDTree<</Names[" in root:
        return root.replace(b"/IDTree<</Names[", b"/IDTree<</Names[" + listed, 1)
    return root.replace(b"/Type/StructTreeRoot", b"/Type/StructTreeRoot/IDTree<</Names[" + listed + b"]>>", 1)


def _written(data: bytes, start: int, table: dict[int, int], objects: dict[int, bytes]) -> bytes:
    """Return the file with its objects in their order, and a table of where they are now."""
    order = sorted(table, key=table.__getitem__)
    parts, at, now = [data[: table[order[0]]]], table[order[0]], {}
    for number in order:
        now[number] = at
        parts.append(objects[number])
        at += len(objects[number])
    head = data[start : data.index(b"\n", start + 5) + 1]
    size, entries = int(head.split()[-1]), start + len(head)
    old = [data[entries + _ENTRY * n :][:_ENTRY] for n in range(size)]
    lines = [b"%010d 00000 n\r\n" % now[n] if n in now else old[n] for n in range(size)]
    rest = re.sub(rb"startxref\s+\d+", b"startxref\n%d" % at, data[entries + _ENTRY * size :])
    return b"".join([*parts, head, *lines, rest])
