"""How readings are shown to a person: a solid bar beside what is plainly said, a dotted one beside what is not.

Whatever comes from a report is shown as it stands but for control characters, and never read as markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.rule import Rule
from rich.text import Text

from allegedly import wording
from allegedly.model import Claim, Correction, EventClaim, Quantity, RelationClaim
from allegedly.when import day_in_words, time_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import Console

    from allegedly.model import Article, Reading

__all__ = ["WIDEST", "score_lines", "show_claim", "show_reading", "swap_lines", "tally_line"]

# lines longer than this are hard to read, however wide the terminal is
WIDEST = 100
# wide enough for the longest label, "how many"
_LABEL_WIDTH = 10
# from this width on lines are broken here; in a narrower window their labels leave no room and the console breaks them
_BROKEN_HERE = 40
# beyond this many evidence spans a claim says only how many more there are
_QUOTES_SHOWN = 2
_PLAIN, _SOFT, _DENIED, _CORRECTED = "green", "yellow", "red", "magenta"
_NOTICES = {
    "correction": "THE OUTLET CORRECTED THIS STORY",
    "clarification": "THE OUTLET CLARIFIED THIS STORY",
    "update": "THE OUTLET UPDATED THIS STORY",
    "retraction": "THE OUTLET WITHDREW THIS STORY",
}
_ENDS = {
    "coded": "with claims",
    "coded_no_claims": "without claims",
    "duplicate": "read before",
    "quarantined": "set aside",
}


def show_reading(reading: Reading, name: str, console: Console) -> None:
    """Prints one report: its headline, date and outlet, then corrections, happenings, ties and numbers."""
    width = min(console.width, WIDEST)
    _say(console, Rule(Text(wording.clean(name), style="dim"), align="left", style="dim"), width)
    _show_heading(reading, console, width)
    for title, claims in _groups(reading.claims):
        console.print()
        _say(console, Text(title, style="bold"), width)
        for claim in claims:
            console.print()
            show_claim(claim, console, width)
    console.print()


def tally_line(tally: Mapping[str, int]) -> str:
    """How a run over many inputs ended, in one line.

    >>> tally_line({"coded": 2, "coded_no_claims": 0, "duplicate": 0, "quarantined": 1})
    '3 inputs: 2 with claims, 1 set aside'
    """
    told = ", ".join(f"{tally[end]:,} {words}" for end, words in _ENDS.items() if tally.get(end))
    return f"{sum(tally.values()):,} inputs: {told or 'nothing to read'}"


def score_lines(report: Mapping[str, Any]) -> list[str]:
    """A scoring report as lines for a person: the five measures, then fields, then types."""
    lines = ["measure  precision  recall     F1   (gold, predicted)"]
    for measure in ("found", "typed", "core", "full", "who"):
        rates = report[measure]
        sizes = f"({rates['n_gold']:,}, {rates['n_pred']:,})"
        lines.append(f"{measure:<9}{rates['p']:>9.3f}{rates['r']:>8.3f}{rates['f1']:>7.3f}   {sizes}")
    lines += ["", "field               right of paired gold claims that have it"]
    lines += [
        f"{name:<20}{slot['right']:>5} of {slot['of']:<5} {slot['share']:.3f}" for name, slot in report["slots"].items()
    ]
    lines += ["", "type                          F1   (gold, predicted)"]
    lines += [f"{name:<27}{row['f1']:>5.3f}   ({row['gold']}, {row['pred']})" for name, row in report["types"].items()]
    return lines


def swap_lines(changes: Mapping[str, Any]) -> list[str]:
    """The changes under other names as lines for a person, one a reading."""
    lines = [f"{changes['reports']:,} reports, {changes['left_out']:,} left out as none"]
    for arm, words in (("exchanged", "sides exchanged"), ("invented", "invented names")):
        told = changes[arm]
        codes = ", ".join(f"{told[code]} of {code}" for code in ("type", "polarity", "certainty"))
        lines.append(
            f"{words}: {told['changed']:.1%} of the codes changed in {told['reports']:,} reports with "
            f"{told['claims']:,} claims ({codes}; {told['lost']} claims lost, {told['new']} new; "
            f"{told['changed_of_kept']:.1%} among claims read both times)"
        )
    return lines


def _say(console: Console, line: Text | Rule, width: int) -> None:
    console.print(line, width=width, highlight=False, markup=False, soft_wrap=False)


def _show_heading(reading: Reading, console: Console, width: int) -> None:
    article = reading.article
    _say(console, Text(wording.clean(_headline(article)), style="bold"), width)
    dated = day_in_words(article.published_at) if article.published_at else "no date given"
    updated = f"updated {day_in_words(article.updated_at)}" if article.updated_at else ""
    outlet = wording.clean(article.publisher or "outlet not named")
    facts = [dated, updated, outlet, wording.clean(article.byline or "")]
    _say(console, Text(" · ".join(filter(None, facts)), style="dim"), width)
    _say(console, Text(_summary(reading.claims)), width)


def _headline(article: Article) -> str:
    """The title, else the headline in the text, else its first words."""
    if article.title and article.title.strip():
        return article.title
    spans = (article.text[zone.start : zone.end] for zone in article.zones if zone.label == "headline")
    # a report without a headline is known by its first words; about a line of them
    return next(spans, article.text.strip()[:WIDEST])


def _summary(claims: tuple[Claim, ...]) -> str:
    """How many claims, whose, and how many of them are not plainly said."""
    said = [claim for claim in claims if not isinstance(claim, Correction)]
    if not claims:
        return "Nothing in it says who did what to whom: no claims."
    if not said:
        return "Nothing in it says who did what to whom beside the outlet's notice."
    own = sum(not wording.voices(claim) for claim in said)
    soft = sum(not wording.is_plain(claim.factuality) for claim in said)
    told = [
        f"{len(said)} claim{'s' * (len(said) != 1)}",
        f"{own} in the outlet's own voice",
        f"{len(said) - own} in others'",
    ]
    return f"{told[0]}: {told[1]}, {told[2]}; {soft or 'none'} hedged, denied or not come to pass"


def _groups(claims: tuple[Claim, ...]) -> Iterable[tuple[str, list[Claim]]]:
    """Claims under their headings in the order of the text: notices first, they change how the rest is read."""
    for kind, heading in _NOTICES.items():
        yield from _group(heading, [claim for claim in claims if isinstance(claim, Correction) and claim.type == kind])
    yield from _group("WHAT HAPPENED", [claim for claim in claims if isinstance(claim, EventClaim)])
    yield from _group("WHO STANDS WITH WHOM", [claim for claim in claims if isinstance(claim, RelationClaim)])
    yield from _group("HOW MANY IN ALL", [claim for claim in claims if isinstance(claim, Quantity)])


def _group(heading: str, claims: list[Claim]) -> Iterable[tuple[str, list[Claim]]]:
    if claims:
        yield f"{heading} ({len(claims)})", sorted(claims, key=lambda claim: claim.evidence[0].start)


def show_claim(claim: Claim, console: Console, width: int) -> None:
    """One claim: what and who, then a labelled row for each thing it tells, then its exact words."""
    bar, colour = _bar(claim)
    gutter = Text(f" {bar} ", style=colour)
    # each line: what stands before it, the line, how far its continuation is set in
    lines = [(Text(), _head(claim, colour), 2)]
    lines += [
        (Text(f"{label:<{_LABEL_WIDTH}}", style="dim"), value, _LABEL_WIDTH)
        for label, value in _rows(claim)
        if value.plain
    ]
    lines += [(Text(), quote, 1) for quote in _quotes(claim)]
    shown: list[Text] = []
    for label, value, hang in lines:
        # a very narrow window breaks lines itself
        room = max(20, width - len(gutter.plain) - hang)
        for number, line in enumerate([value] if _fits(value, room) else value.wrap(console, room)):
            line.rstrip()
            shown.append(Text.assemble(gutter, " " * hang if number else label, line))
    # all lines at once: the console asks for the terminal's size anew at every print
    whole = Text("\n", no_wrap=width >= _BROKEN_HERE).join(shown)
    _say(console, whole, width)


def _fits(value: Text, room: int) -> bool:
    """Whether a line needs no breaking; most do not, and breaking takes the longest of all that is done to show one."""
    return value.plain.isascii() and len(value.plain) <= room and "\n" not in value.plain


def _bar(claim: Claim) -> tuple[str, str]:
    if isinstance(claim, Correction):
        return "║", _CORRECTED
    if wording.is_plain(claim.factuality):
        return "┃", _PLAIN
    return "┊", _DENIED if claim.factuality.polarity == "-" else _SOFT


def _head(claim: Claim, colour: str) -> Text:
    head = Text()
    tag = "" if isinstance(claim, Correction) else wording.tag(claim.factuality)
    if tag:
        head.append(f"[{tag}] ", style=f"bold {colour}")
    mode = f"{claim.mode} " if isinstance(claim, EventClaim) and claim.mode else ""
    head.append(mode + claim.type.replace("_", " "), style="bold")
    parties = wording.who(claim)
    return head.append("  " + parties) if parties else head


def _rows(claim: Claim) -> Iterable[tuple[str, Text]]:
    """What a claim tells beside type and parties, by label; rows with nothing to tell are empty."""
    if isinstance(claim, Correction):
        return
    yield "where", Text(wording.where(claim.place) if claim.place else "")
    yield "when", Text(wording.clean(time_in_words(claim.time)) if claim.time else "")
    yield "how many", Text("; ".join(map(wording.number, claim.counts)))
    yield "with", Text(wording.names(claim.weapon) if isinstance(claim, EventClaim) else "")
    yield "says so", Text(wording.voice(claim))
    yield (
        "how sure",
        Text(wording.sureness(claim.factuality), style="" if wording.is_plain(claim.factuality) else "bold"),
    )


def _quotes(claim: Claim) -> Iterable[Text]:
    """The claim's exact words, each once; the report may say the same in several places."""
    words = list(dict.fromkeys(wording.clean(evidence.text) for evidence in claim.evidence))
    for quote in words[:_QUOTES_SHOWN]:
        yield Text(f"“{quote}”", style="italic")
    more = len(words) - _QUOTES_SHOWN
    if more > 0:
        yield Text(f"and in {more} more place{'s' * (more != 1)}", style="dim")
