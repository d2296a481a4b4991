"""Copies of one wire story are one report; two reports written apart are two."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.events import copy_groups, is_copy, signature

WIRE = (
    "TAMRIN, May 9 (Harbour Wire) - Gunmen stormed the barracks of Tamrin at dawn on Friday and killed three cadets before "
    "paratroopers drove them off, Colonel Idris Okello said. Two of the attackers were shot dead and one was captured with a "
    "map of the compound. Shops in the old town stayed closed. The governor promised a reward for the names of those who "
    "had sheltered the group, and the garrison's chaplain read the names of the dead at noon in the square."
)
OWN = (
    "Three young cadets are dead after an assault on the army's school in Tamrin. Residents woke before sunrise to rifle "
    "fire from the direction of the barracks. Colonel Idris Okello told this newspaper that his paratroopers needed an hour "
    "to retake the gate. A baker said he saw two bodies beside the fence and a third man being led away."
)
# a report, another, whether the second is a copy
TABLE = [
    ("word for word", WIRE, WIRE, True),
    ("in capitals, laid out anew", WIRE, WIRE.upper().replace(" ", "\n"), True),
    ("with a new first sentence", WIRE, "The army is looking for more men. " + WIRE, True),
    ("cut after two sentences of five", WIRE, WIRE[: WIRE.index("Shops")], True),
    ("written apart on the same happening", WIRE, OWN, False),
    ("nothing said at all", "", "", False),
    ("nothing against something", "...", WIRE, False),
]


@pytest.mark.parametrize(("what", "one", "other", "copied"), TABLE, ids=[row[0] for row in TABLE])
def test_a_copy_is_told_from_a_report_of_its_own(what: str, one: str, other: str, copied: bool) -> None:  # noqa: FBT001 - a table
    assert is_copy(signature(one), signature(other)) is copied, what
    assert is_copy(signature(other), signature(one)) is copied, what


def test_a_signature_is_the_same_on_every_machine() -> None:
    found = signature("Gunmen attacked the market at dawn.")

    assert hashlib.sha256(found).hexdigest()[:16] == "007534a738a145d5"


def test_a_copy_of_a_copy_is_in_the_group_and_the_least_id_names_it() -> None:
    signatures = {"c": signature(WIRE), "b": signature("Update. " + WIRE), "d": signature(OWN), "a": b""}

    assert copy_groups(signatures) == {"a": "a", "b": "b", "c": "b", "d": "d"}


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([WIRE, "Update. " + WIRE, OWN, ""]).map(signature)))
def test_groups_do_not_depend_on_the_order_of_the_reports(signatures: dict[str, bytes]) -> None:
    backwards = dict(reversed(list(signatures.items())))

    assert copy_groups(signatures) == copy_groups(backwards)
    assert set(copy_groups(signatures)) == set(signatures)
