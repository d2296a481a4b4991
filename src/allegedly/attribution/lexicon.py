"""Which words report, in every form, and what follows them."""

from __future__ import annotations

import functools
import importlib.resources
import tomllib
from typing import Literal, NamedTuple

__all__ = ["Form", "Manner", "may_be_noun", "needs_clause", "reporting_forms"]

Manner = Literal["says", "holds", "shows", "calls", "wants"]
Shape = Literal["plain", "s", "past", "ing"]
# a word in two lists is what it more often is in a report
_ORDER: tuple[Manner, ...] = ("wants", "calls", "shows", "holds", "says")
_VOWELS = "aeiou"


class Form(NamedTuple):
    """One form of a reporting word: what kind it is and how it is put."""

    lemma: str
    manner: Manner
    shape: Shape


@functools.cache
def _table() -> dict[str, dict[str, list[str]]]:
    data = importlib.resources.files("allegedly").joinpath("data/reporting.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)


def _forms_of(word: str) -> tuple[tuple[str, Shape], ...]:
    if word.endswith("e"):
        return (word, "plain"), (word + "s", "s"), (word + "d", "past"), (word[:-1] + "ing", "ing")
    if word.endswith("y") and word[-2] not in _VOWELS:
        return (word, "plain"), (word[:-1] + "ies", "s"), (word[:-1] + "ied", "past"), (word + "ing", "ing")
    third = word + ("es" if word.endswith(("s", "sh", "ch", "x")) else "s")
    return (word, "plain"), (third, "s"), (word + "ed", "past"), (word + "ing", "ing")


@functools.cache
def reporting_forms() -> dict[str, Form]:
    """Every form of every reporting word.

    >>> reporting_forms()["denied"]
    Form(lemma='deny', manner='says', shape='past')
    """
    table = _table()
    odd = {row.split()[0]: row.split() for row in table["irregular"]["forms"]}
    forms: dict[str, Form] = {}
    for manner in _ORDER:
        for word in table[manner]["words"]:
            head = word.split()[0]
            shapes: tuple[tuple[str, Shape], ...] = _forms_of(head)
            if head in odd:
                plain, third, past, participle, ing = odd[head]
                shapes = ((plain, "plain"), (third, "s"), (past, "past"), (participle, "past"), (ing, "ing"))
            for spelled, shape in shapes:
                forms[spelled] = Form(word, manner, shape)
    for spelled in table["irregular"]["other"]:
        lemma = spelled.removesuffix("led").removesuffix("ling")
        forms[spelled] = Form(
            lemma, "says" if lemma == "signal" else "calls", "ing" if spelled.endswith("ing") else "past"
        )
    return forms


@functools.cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(_table()[name]["words"])


def may_be_noun(word: str) -> bool:
    """Whether a form of a reporting word is a noun after "the": "reports", "claim".

    >>> may_be_noun("reports"), may_be_noun("said")
    (True, False)
    """
    return word in _listed("nouns")


def needs_clause(lemma: str) -> bool:
    """Whether a word reports only when "that" or a quotation goes with it.

    >>> needs_clause("continue"), needs_clause("say")
    (True, False)
    """
    return lemma in _listed("sometimes")
