"""What the browser shows and selects is the report's own words, whatever they are written with: 500 texts, each compared."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from tests.desk.conftest import way_in

from allegedly.desk import marking, review
from allegedly.ledger import open_ledger
from allegedly.model import Article, EventClaim, Evidence, Outcome, Part, Reading, Zone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Route
    from tests.conftest import Desk
    from tests.desk.conftest import Browsing, OpenDesk

    from allegedly.desk.marking import Stretch
    from allegedly.model import Claim

# what a text is thrown together from: emoji of one to seven code points, letters of both directions, marks that join
# the letter before, line ends of both kinds, what a page could take for its own
PIECES = (
    "Gunmen", "attacked", "Kesh", "–", "14", " ", " ", " ", "\r\n", "\n", "\r", "\t", "😀", "👩🏽‍🚒", "🇺🇳", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u0301", "n\u0303o",
    "a\u0308\u0301\u0328", "قُتِلَ", "الجيش", "\u200f(٣)\u200e", "שלום", "ガ\u3099", "𝔎𝔢𝔰𝔥", "𐍈", "&amp;", "<b>", "</span>", "'\"", "\u00a0", "\u2028", "﷽",
)  # fmt: skip
TEXTS, AT_ONCE = 500, 50

# puts one report after the other into the page, and tells what is marked and what a selection of it is
LOOK = """
async (reports) => {
  const { selected, wordsAt } = await import("/static/js/words.js");
  const told = [], pages = await Promise.all(reports.map(async ({ seq }) => (await fetch(`/review/${seq}`)).text()));
  for (const [at, { claims }] of reports.entries()) {
    const answer = new DOMParser().parseFromString(pages[at], "text/html");
    document.getElementById("report").replaceWith(document.adoptNode(answer.getElementById("report")));
    const report = document.getElementById("report"), shown = {};
    for (const { id, start, end } of claims) {
      for (const field of ["evidence", "actor"]) {
        const marks = [...report.querySelectorAll("mark")].filter((mark) => mark.dataset.marks.split(" ").includes(`${id}:${field}`));
        shown[`${id}:${field}`] = marks.map((mark) => mark.textContent).join("");
        if (field === "actor" || !marks.length) continue;
        const last = marks.at(-1).firstChild;
        document.getSelection().setBaseAndExtent(marks[0].firstChild, 0, last, last.data.length);
        shown[`${id}:selected`] = selected();
        shown[`${id}:at`] = wordsAt(start, end);
      }
    }
    told.push({ text: report.textContent, shown });
  }
  return told;
}
"""


def readings(seed: int, number: int) -> Iterator[Reading]:
    """Reports of all kinds of letters, each with three claims on words anywhere in it."""
    dice = random.Random(seed)
    for name in range(number):
        text = f"{name} " + "".join(dice.choices(PIECES, k=dice.randint(4, 60))) + "."
        article = Article(id=f"text-{name}", text=text, zones=tuple(zones(text, dice)))
        claims: list[Claim] = []
        for count in range(3):
            evidence, actor = span(text, dice), span(text, dice)
            who = Part(text=actor.text, name="x", start=actor.start, end=actor.end)
            name_of = f"clm_{name:08x}{count:08x}"
            claims.append(EventClaim(id=name_of, type="attack", evidence=(evidence,), actor=(who,)))
        yield Reading(article=article, claims=tuple(claims))


def zones(text: str, dice: random.Random) -> Iterator[Zone]:
    middle = dice.randint(1, len(text) - 1)
    yield Zone(label="headline", start=0, end=middle)
    yield Zone(label=dice.choice(["body", "furniture", "correction"]), start=middle, end=len(text))


def span(text: str, dice: random.Random) -> Evidence:
    """Words that begin and end with a letter, as a person selects them, wherever a letter ends in code points."""
    inked = [at for at, letter in enumerate(text) if not letter.isspace() and letter != "\ufeff"]
    start, end = sorted(dice.choices(inked, k=2))
    return Evidence(start=start, end=end + 1, text=text[start : end + 1])


class Look:
    """Compares reports in the browser with what the ledger holds of them."""

    def __init__(self, desk: OpenDesk, browse: Browsing, ledger_file: Path, reports: Desk, seed: int) -> None:
        self.desk, self.browse, self.file, self.hand, self.seed = desk, browse, ledger_file, reports.hand, seed

    def wrong(self, number: int) -> list[str]:
        """What the browser shows or selects otherwise than it was written."""
        asked: list[tuple[Reading, dict[str, Any]]] = []
        with open_ledger(str(self.file)) as ledger:
            made = list(readings(self.seed, number))
            outcomes = [Outcome(name="text", end="coded", article_id=one.article.id) for one in made]
            ledger.add_many(list(zip(outcomes, made, strict=True)), self.hand, join=False)
            with ledger.engine.reading() as tx:
                seqs: dict[str, int] = dict(tx.rows("SELECT id, seq FROM article"))
        for one in made:
            spans = [
                {"id": claim.id, "start": claim.evidence[0].start, "end": claim.evidence[0].end} for claim in one.claims
            ]
            asked.append((one, {"seq": seqs[one.article.id], "claims": spans}))
        page = self.browse.open(way_in(self.desk(self.file, reviewer="Ana"), f"/review/{min(seqs.values())}"))
        page.locator("body[data-review]").wait_for()
        found: list[str] = []
        for start in range(0, number, AT_ONCE):
            some = asked[start : start + AT_ONCE]
            seen = page.evaluate(LOOK, [about for _, about in some])
            for (reading, _), told in zip(some, seen, strict=True):
                found += differences(reading, told)
        return found


def differences(reading: Reading, told: dict[str, Any]) -> list[str]:
    """Where the browser's words are not the report's."""
    expected: dict[str, Any] = {"text": reading.article.text}
    for claim in reading.claims:
        words = claim.evidence[0]
        assert isinstance(claim, EventClaim)
        expected[f"{claim.id}:evidence"] = expected[f"{claim.id}:at"] = words.text
        expected[f"{claim.id}:actor"] = claim.actor[0].text
        expected[f"{claim.id}:selected"] = {"start": words.start, "end": words.end, "text": words.text}
    seen = {"text": told["text"], **told["shown"]}
    return [
        f"{name}: expected {value!r}, shown {seen.get(name)!r}"
        for name, value in expected.items()
        if seen.get(name) != value
    ]


@pytest.fixture
def look(desk: OpenDesk, browse: Browsing, ledger_file: Path, reports: Desk, seed: int) -> Look:
    return Look(desk, browse, ledger_file, reports, seed)


@pytest.mark.reliability
def test_the_highlighted_and_the_selected_words_are_the_evidence(look: Look, score: Callable[..., None]) -> None:
    wrong = look.wrong(TEXTS)
    score("words in the browser", texts=TEXTS, claims=3 * TEXTS, otherwise=len(wrong))
    assert not wrong, f"seed {look.seed}: {len(wrong)} differ, such as {wrong[:3]}"


@pytest.mark.reliability
@pytest.mark.control
def test_a_selection_counted_in_units_of_a_string_is_found_out(look: Look, score: Callable[..., None]) -> None:
    def in_units(route: Route) -> None:
        words = route.fetch().text()
        assert words.count("[...node.data.slice(0, offset)].length") == 1
        assert words.count("const points = [...text];") == 1
        words = words.replace("[...node.data.slice(0, offset)].length", "offset")
        route.fulfill(
            body=words.replace("const points = [...text];", 'const points = text.split("");'),
            content_type="text/javascript",
        )

    look.browse.page.route("**/words.js", in_units)
    wrong = look.wrong(AT_ONCE)
    score("words in the browser, counted in UTF-16", texts=AT_ONCE, claims=3 * AT_ONCE, otherwise=len(wrong))
    assert wrong
    assert all(":selected" in one for one in wrong)


@pytest.mark.reliability
@pytest.mark.control
def test_marks_cut_in_units_of_a_string_are_found_out(
    look: Look, monkeypatch: pytest.MonkeyPatch, score: Callable[..., None]
) -> None:
    def in_units(article: Article, claims: Iterable[tuple[str, Claim]]) -> list[Stretch]:
        return marking.stretches(article, [(name, moved(article.text, claim)) for name, claim in claims])

    monkeypatch.setattr(review, "stretches", in_units)
    wrong = look.wrong(AT_ONCE)
    score("marks cut in UTF-16", texts=AT_ONCE, claims=3 * AT_ONCE, otherwise=len(wrong))
    assert any(":evidence" in one for one in wrong)


def moved(text: str, claim: Claim) -> Claim:
    """A claim whose evidence stands where a count in UTF-16 has it."""

    def units(at: int) -> int:
        return min(len(text) - 1, len(text[:at].encode("utf-16-le")) // 2)

    words = claim.evidence[0]
    start = units(words.start)
    end = max(start + 1, units(words.end))
    from msgspec.structs import replace

    there: Claim = replace(claim, evidence=(Evidence(start=start, end=end, text=text[start:end]),))
    return there
