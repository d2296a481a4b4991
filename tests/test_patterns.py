"""Every pattern that ships looks through the worst of texts in linear time, and none nests what could match twice."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

import allegedly

if TYPE_CHECKING:
    from collections.abc import Iterator

# the parser of patterns is the library's own, under a name it keeps to itself
sre: Any = importlib.import_module("re._constants")
parse: Any = importlib.import_module("re._parser").parse


WORST = 50_000
# what makes a careless pattern look again and again from every place
LONG_TEXTS = {
    "spaces": " " * WORST,
    "one letter": "a" * WORST,
    "one capital": "A" * WORST,
    "digits": "1" * WORST,
    "quotes": '"' * WORST,
    "curly quotes": "“" * WORST,
    "commas": "," * WORST,
    "short words": "a " * (WORST // 2),
    "capitalised words": "Ab " * (WORST // 3),
    "initials": "A. " * (WORST // 3),
    "numbers with commas": "1,1" * (WORST // 3),
    "numbers in a row": "1 " * (WORST // 2),
    "hyphens": "a-" * (WORST // 2),
    "lists": "one, two and " * (WORST // 13),
    "newlines": "\n" * WORST,
    "brackets": "(" * WORST,
    "handles": "@a" * (WORST // 2),
}
# the aim is 50 ms; a busy build server with two cores can be five times slower than a quiet one
SLOWEST = 0.25


def patterns() -> list[tuple[str, re.Pattern[Any]]]:
    """Every compiled pattern a module of the package holds, alone or in a tuple, list or table."""
    found: dict[tuple[Any, int], tuple[str, re.Pattern[Any]]] = {}
    for module in pkgutil.walk_packages(allegedly.__path__, "allegedly."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for number, pattern in enumerate(_patterns_in(value)):
                found.setdefault((pattern.pattern, pattern.flags), (f"{module.name}.{name}[{number}]", pattern))
    return list(found.values())


def _patterns_in(value: Any) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _patterns_in(one)
    elif isinstance(value, tuple | list | frozenset | set):
        for one in value:
            yield from _patterns_in(one)


def slowest_text(pattern: re.Pattern[Any]) -> tuple[float, str]:
    """The longest time the pattern takes to look through one of the long texts, and which; a slow try is tried again."""
    worst = (0.0, "")
    for name, text in LONG_TEXTS.items():
        seconds = _seconds(pattern, text)
        # what is far over is slow, not unlucky
        if SLOWEST < seconds < 4 * SLOWEST:
            seconds = min(seconds, _seconds(pattern, text))
        worst = max(worst, (seconds, name))
    return worst


def _seconds(pattern: re.Pattern[Any], text: str) -> float:
    searched = text if isinstance(pattern.pattern, str) else text.encode()
    began = time.process_time()
    for _ in pattern.finditer(searched):
        pass
    return time.process_time() - began


@pytest.mark.parametrize(("name", "pattern"), [pytest.param(*found, id=found[0]) for found in patterns()])
def test_every_pattern_is_quick_on_the_worst_of_texts(name: str, pattern: re.Pattern[Any]) -> None:
    seconds, text = slowest_text(pattern)

    assert seconds <= SLOWEST, f"{name} takes {seconds:.2f} s on 50 kB of {text}: {pattern.pattern[:200]}"


def test_the_watch_over_patterns_catches_a_slow_one() -> None:
    # from each of 50,000 places it looks up to 10,000 letters ahead, for nothing
    seconds, _ = slowest_text(re.compile(r"a{1,10000}b"))

    assert seconds > SLOWEST


# reads the samples and tells every pattern that a function of the package made meanwhile
MADE = """
import importlib, json, pkgutil, re, sys
import allegedly
from importlib.resources import files

made, real = {}, re._compile

def remember(pattern, flags):
    caller = sys._getframe(2).f_globals.get("__name__", "")
    if caller.partition(".")[0] == "allegedly" and isinstance(pattern, str):
        made.setdefault((pattern, int(flags)), caller)
    return real(pattern, flags)

re._compile = remember
for module in pkgutil.walk_packages(allegedly.__path__, "allegedly."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
from allegedly.pipeline import read
list(read([str(files("allegedly") / "data" / "samples")]))
print(json.dumps([[caller, *pattern] for pattern, caller in made.items()]))
"""


@pytest.fixture(scope="module")
def made_while_reading() -> list[tuple[str, re.Pattern[Any]]]:
    """The patterns that no module holds by a name: those that functions make of word lists when they are first wanted."""
    done = subprocess.run([sys.executable, "-c", MADE], capture_output=True, text=True, check=True, timeout=300)
    held = {(pattern.pattern, pattern.flags) for _, pattern in patterns()}
    made = [(caller, re.compile(pattern, flags)) for caller, pattern, flags in json.loads(done.stdout)]
    return [(caller, pattern) for caller, pattern in made if (pattern.pattern, pattern.flags) not in held]


@pytest.mark.slow
def test_patterns_made_while_reading_are_quick_on_the_worst_of_texts(
    made_while_reading: list[tuple[str, re.Pattern[Any]]],
) -> None:
    # some are only tried where a number stands, never at every letter as here
    slow = {
        f"{caller} {pattern.pattern[:80]}": worst
        for caller, pattern in made_while_reading
        if (worst := slowest_text(pattern))[0] > 10 * SLOWEST
    }

    assert len(made_while_reading) > 20
    assert slow == {}


# signs enough to tell classes apart by: ASCII, Latin letters, typographic quotes and dashes
SIGNS = frozenset(map(chr, range(0x2100)))
CLASSES = {
    getattr(sre, f"CATEGORY_{name}"): frozenset(sign for sign in SIGNS if re.match(sought, sign))
    for name, sought in (
        ("DIGIT", r"\d"),
        ("NOT_DIGIT", r"\D"),
        ("SPACE", r"\s"),
        ("NOT_SPACE", r"\S"),
        ("WORD", r"\w"),
        ("NOT_WORD", r"\W"),
    )
}
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)


def twofold(pattern: re.Pattern[Any]) -> list[str]:
    """The repeats within repeats of a pattern between whose rounds nothing must stand that the inner cannot match.

    In `(?:\\w+ )*` a blank parts the words; `(\\w+ ?)+` can part "abc" in four ways, and 26 letters in millions.
    """
    return [f"{inner} in {outer}" for outer, inner in _twofold(parse(pattern.pattern, pattern.flags))]


def _twofold(tree: Any) -> Iterator[tuple[str, str]]:
    for kind, given in tree:
        if kind in REPEATS and _many(given):
            for rounds in _ways(given[2]):
                yield from ((_told(given), _told(inner)) for inner in _unparted(rounds))
        for below in _below(kind, given):
            yield from _twofold(below)


def _unparted(rounds: list[tuple[Any, Any]]) -> Iterator[Any]:
    """The repeats in one round that the rest of the round does not part from those of the next."""
    for at, (kind, given) in enumerate(rounds):
        if kind in REPEATS and _many(given):
            own, _ = _first(list(given[2]))
            if (sre.AT, sre.AT_BOUNDARY) in rounds[at:] and own <= CLASSES[sre.CATEGORY_WORD]:
                # a word that must end there is parted from the next
                continue
            others = [_first([other]) for other in rounds[:at] + rounds[at + 1 :]]
            if not any(needed and not signs & own for signs, needed in others):
                yield given


def _many(given: Any) -> bool:
    """Whether a repeat can have several lengths, and more than one round."""
    fewest, most, _ = given
    return bool(fewest != most and most > 1)


def _told(given: Any) -> str:
    return f"{{{given[0]},{given[1]}}}"


def _ways(tree: Any) -> Iterator[list[tuple[Any, Any]]]:
    """A round as a row of steps; one row more for each alternative of each group in it, opened in its place."""
    steps = list(tree)
    yield steps
    for at, (kind, given) in enumerate(steps):
        if kind in (sre.BRANCH, sre.SUBPATTERN):
            for below in _below(kind, given):
                for way in _ways(below):
                    yield steps[:at] + way + steps[at + 1 :]


def _below(kind: Any, given: Any) -> list[Any]:
    if kind in REPEATS or kind is sre.POSSESSIVE_REPEAT:
        return [given[2]]
    if kind is sre.SUBPATTERN:
        return [given[3]]
    if kind is sre.BRANCH:
        return list(given[1])
    if kind in (sre.ASSERT, sre.ASSERT_NOT):
        return [given[1]]
    return [given] if kind is sre.ATOMIC_GROUP else []


def _first(steps: list[tuple[Any, Any]]) -> tuple[frozenset[str], bool]:
    """The signs that steps may begin with, and whether one of them must stand there."""
    signs: frozenset[str] = frozenset()
    for kind, given in steps:
        found = _signs(kind, given)
        if found is not None:
            return signs | found, True
        below = [_first(list(tree)) for tree in _below(kind, given)]
        if kind in (sre.ASSERT, sre.ASSERT_NOT, sre.AT):
            continue
        signs = signs.union(*(first for first, _ in below)) if below else SIGNS
        optional = (kind in REPEATS or kind is sre.POSSESSIVE_REPEAT) and given[0] == 0
        if below and not optional and all(needed for _, needed in below):
            return signs, True
    return signs, False


def _signs(kind: Any, given: Any) -> frozenset[str] | None:
    """The signs that one step of a pattern takes, in either case; None for a step of several."""
    if kind is sre.LITERAL:
        return frozenset({chr(given).lower(), chr(given).upper()})
    if kind is sre.NOT_LITERAL:
        return SIGNS - {chr(given)}
    if kind is sre.ANY:
        return SIGNS - {"\n"}
    if kind is not sre.IN:
        return None
    signs: set[str] = set()
    for what, it in given:
        if what is sre.LITERAL:
            signs |= {chr(it).lower(), chr(it).upper()}
        elif what is sre.RANGE:
            signs |= {
                each
                for code in range(it[0], min(it[1] + 1, len(SIGNS)))
                for each in (chr(code).lower(), chr(code).upper())
            }
        elif what is sre.CATEGORY:
            signs |= CLASSES[it]
    return SIGNS - signs if given[0][0] is sre.NEGATE else frozenset(signs)


def test_no_pattern_nests_repeats_that_could_match_the_same_words_in_two_ways(
    made_while_reading: list[tuple[str, re.Pattern[Any]]],
) -> None:
    nested = {
        f"{name} {pattern.pattern[:80]}": twofold(pattern) for name, pattern in [*patterns(), *made_while_reading]
    }

    assert {name: found for name, found in nested.items() if found} == {}


@pytest.mark.parametrize(
    ("pattern", "is_caught"),
    [
        (r"(\w+\s?)+killed", True),
        (r"(?:a+)+b", True),
        (r"(?:\s*\w*)*y", True),
        (r"(?:[A-Z][\w-]*[ -]?){1,9}said", True),
        (r"(?:(?:\w+|\d+),?)*x", True),
        (r"(?:\w+\s)+killed", False),
        (r"(?:(?:on|\d{1,4})\b[ ,]{0,4}){1,12}$", False),
        (r"\w+(?:-\w+)*", False),
        (r"(?:a{2,3},){1,4}", False),
    ],
)
def test_the_lint_tells_nested_repeats_that_are_parted_from_those_that_are_not(
    pattern: str,
    is_caught: bool,  # noqa: FBT001
) -> None:
    assert bool(twofold(re.compile(pattern))) == is_caught


def test_what_the_lint_catches_is_slow_indeed() -> None:
    """The control: on two dozen letters such a pattern takes the time of 50 kB, and each letter more doubles it."""
    began = time.process_time()

    assert re.search(r"(\w+\s?)+killed", "a" * 22) is None

    assert time.process_time() - began > SLOWEST
