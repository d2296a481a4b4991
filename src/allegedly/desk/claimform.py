"""The form in which a person writes a claim down or changes one: every field of the code book, in the report's words.

The form is one piece for every page that needs it. A page

1. passes `form_choices()` on in its `aids` and puts `{% from "claimform.html" import claimform %}` and
   `{{ claimform(form) }}` once into its template, with `css/claimform.css` among its styles;
2. shows the report with `report()` of report.html, from which words are chosen by mouse or by key;
3. opens the form from its script:

       import { openForm } from "/static/js/claimform.js";
       openForm({ into, title, claim, evidence, reason, send, closed });

   `into` is the element that the form is put into; `claim` a claim as JSON, or null for a new one, whose evidence may
   be given as {start, end, text}; `reason` is "needed", "asked" or "none". `send(claim, reason)` is given the whole
   claim as JSON and sends it wherever the page wants; it tells null when that was done, and what was wrong otherwise:
   the form then says so and stays as it is. `closed(sent)` is called when it is gone. `openForm` gives an object with
   `claim()`, `reason()`, `because(words)`, `isChanged()`, `say(words)`, `leave()`, `sent()` and `element`.

Nothing is checked in the browser but what keeps a slip from being sent: a claim is valid when the server can make one.
"""

from __future__ import annotations

from typing import Any, get_args

from allegedly.model import TYPES, Basis, BombingMode, Certainty, CountWhat, Precision, Tense, VoiceRole

__all__ = ["form_choices"]

_KINDS = {"event": "happening", "relation": "tie", "quantity": "number", "correction": "notice"}
_SURE = {
    "certain": "stated plainly",
    "probable": "probable (“appears to”, “likely”)",
    "possible": "possible (“may”, “could”)",
    "unknown": "unconfirmed (“allegedly”, “accused of”)",
}
_TENSES = {
    "past": "happened",
    "ongoing": "still going on",
    "future": "yet to come",
    "hypothetical": "planned or feared",
}
_BASES = {
    "stated": "a full date in the text",
    "anchored": "reckoned from words",
    "publication": "no word; current news",
}


def form_choices() -> dict[str, Any]:
    """The closed lists of the code book, each entry with the words a person chooses it by.

    >>> form_choices()["certainty"][0]
    ('certain', 'stated plainly')
    """
    return {
        "types": [(kind, _KINDS[kind], [(name, _said(name)) for name in names]) for kind, names in TYPES.items()],
        "what": _listed(CountWhat),
        "precision": _listed(Precision),
        "basis": _told(Basis, _BASES),
        "role": _listed(VoiceRole),
        "polarity": [("+", "asserted"), ("-", "denied or negated")],
        "certainty": _told(Certainty, _SURE),
        "tense": _told(Tense, _TENSES),
        "mode": _listed(BombingMode),
    }


def _listed(choice: Any) -> list[tuple[str, str]]:
    return [(name, _said(name)) for name in get_args(choice)]


def _told(choice: Any, words: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, words[name]) for name in get_args(choice)]


def _said(name: str) -> str:
    return name.replace("_", " ")
