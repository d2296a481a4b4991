"""Coders are found by name among the installed ones, and a wrong name is told with the right ones."""

from __future__ import annotations

import pytest

from allegedly.coders import entry_point_of, known_coders, load_coder
from allegedly.errors import UnknownCoderError
from allegedly.model import Article, Zone


def test_the_shipped_coder_is_registered_as_any_plugin_is() -> None:
    assert "embedded" in known_coders()
    assert entry_point_of("embedded").value == "allegedly.coders.embedded:EmbeddedCoder"


def test_a_guest_coder_is_found_by_its_entry_point(stub_coder: str) -> None:
    text = "Gunmen attacked farmers."
    article = Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),))

    claims = load_coder(stub_coder).code(article)

    assert [(claim.type, claim.evidence[0].text) for claim in claims] == [("attack", "attacked farmers")]
    assert set(known_coders()) >= {"embedded", "stub"}


@pytest.mark.usefixtures("stub_coder")
def test_an_unknown_name_is_told_with_the_names_there_are() -> None:
    with pytest.raises(UnknownCoderError, match=r"no coder is called 'oracle'; known coders: .*embedded.*stub"):
        load_coder("oracle")
