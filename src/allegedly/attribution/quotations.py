"""Where a text quotes: stretches between quotation marks, paragraph by paragraph."""

from __future__ import annotations

import re

__all__ = ["find_quotations"]

_MARK = re.compile(r"[\"“”„«»]|``|''|\n[ \t]{0,20}\r?\n")
_SINGLE = re.compile(r"(?<![^\s(\[—–-])['‘](?=\w)[^'‘’\n]{2,40}(?:['’](?=\w)[^'‘’\n]{1,80}){0,6}[,.?!]['’](?=[\s)]|$)")
# which marks close what a mark opened; typists mix straight and round ones
_CLOSED_BY = {'"': '"”', "“": '”"', "„": "“”", "«": "»", "``": "''"}
# a quotation that no mark closes is held open to the end of its paragraph, unless it is as long as this
_LONGEST_OPEN = 3000


def find_quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The quotations of a text in order, marks included; one that no mark closes ends with its paragraph.

    >>> text = 'He said: "We are ready." They left.'
    >>> [text[start:end] for start, end in find_quotations(text)]
    ['"We are ready."']
    """
    found: list[tuple[int, int]] = []
    opened, closes = -1, ""
    for match in _MARK.finditer(text):
        mark, start = match[0], match.start()
        if mark[0] == "\n":
            if opened >= 0 and start - opened < _LONGEST_OPEN:
                found.append((opened, start))
            opened = -1
        elif opened < 0:
            if mark in _CLOSED_BY:
                opened, closes = start, _CLOSED_BY[mark]
        elif mark in closes and not _opens_here(text, start, mark):
            found.append((opened, match.end()))
            opened = -1
    if opened >= 0 and len(text) - opened < _LONGEST_OPEN:
        found.append((opened, len(text)))
    singles = [match.span() for match in _SINGLE.finditer(text)]
    apart = (
        [span for span in singles if not any(span[0] < end and start < span[1] for start, end in found)]
        if singles
        else []
    )
    return tuple(sorted(found + apart))


def _opens_here(text: str, at: int, mark: str) -> bool:
    """Whether a straight mark inside an open quotation opens another: a blank before it and a word right after."""
    after = text[at + len(mark) : at + len(mark) + 1]
    return mark == '"' and at > 0 and text[at - 1] in " (" and after.isalnum() and text[at - 2 : at - 1] == ":"
