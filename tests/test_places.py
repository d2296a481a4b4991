"""Which place a name means: namesakes told apart by what the report says, precision, reasons, and what is no place."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allegedly.codec import claim_id
from allegedly.coders import load_coder
from allegedly.model import (
    Article,
    Correction,
    EventClaim,
    Part,
    Reading,
    RelationClaim,
    ResolvedPlace,
    Zone,
)
from allegedly.names.naming import ArticleNames
from allegedly.pipeline import code_page, read
from allegedly.places import Found, ReportPlaces, outlet_of, with_places
from allegedly.places.precision import laid_off
from allegedly.places.scan import known_names
from allegedly.places.surroundings import Offset, beside
from allegedly.segment import split_sentences

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # the benchmarks are not installed; they stand beside the tests


from benchmarks import geoparse, places, tasks  # noqa: E402

if TYPE_CHECKING:
    from allegedly.places.weighing import Outlet


def report_of(text: str, outlet: Outlet | None = None, *names: str) -> ReportPlaces:
    sentences = [(one.start, one.end) for one in split_sentences(text, 0, len(text))]
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    return ReportPlaces(ArticleNames(text, sentences), outlet, spans)


def found(text: str, outlet: Outlet | None = None) -> dict[str, ResolvedPlace]:
    return {one.text: one.place for one in report_of(text, outlet).found()}


# what a report says, a name in it, and the country and region of the place it means
MEANT = [
    ("Troops entered Grozny on Monday.", "Grozny", "RU", "Chechnya"),
    ("Gunmen fired on a post in Tripoli, Lebanon, on Monday.", "Tripoli", "LB", "Ash Shimāl"),
    ("Gunmen fired on a post in Tripoli on Monday, Libya's interior ministry said.", "Tripoli", "LY", "Ţarābulus"),
    ("He was shot in Paris, Texas, police said.", "Paris", "US", "Texas"),
    ("He was shot in Paris, France, police said.", "Paris", "FR", "Île-de-France"),
    ("Police in Birmingham, Alabama, held two men.", "Birmingham", "US", "Alabama"),
    ("Police in Alexandria, Va., held two men.", "Alexandria", "US", "Virginia"),
    (
        "Protesters in Alexandria burned cars, Egyptian police said. Cairo was quiet.",
        "Alexandria",
        "EG",
        "Al Iskandarīyah",
    ),
    ("The Georgian army left Gori. Tbilisi said Georgia wanted peace.", "Georgia", "GE", None),
    ("A jury in Atlanta freed a Georgia man. He is from Savannah and lives in Macon.", "Georgia", "US", "Georgia"),
    ("The militants are Dagestani, police in Makhachkala said.", "Dagestani", "RU", "Dagestan"),
    ("Three Chechens were held.", "Chechens", "RU", "Chechnya"),
    ("GROZNY, Russia (Reuters) - Gunmen attacked a post.", "GROZNY", "RU", "Chechnya"),
    ("Shells fell on Luhansk and on Donetsk, Ukraine said.", "Donetsk", "UA", "Donetsk"),
    ("Residents of Грозный heard shots.", "Грозный", "RU", "Chechnya"),
    ("Residents of الرقة heard shots in Syria.", "الرقة", "SY", "Ar Raqqah"),
]


@pytest.mark.parametrize(("text", "name", "country", "region"), MEANT)
def test_namesakes_are_told_apart(text: str, name: str, country: str, region: str | None) -> None:
    place = found(text)[name]

    assert (country, region) == (place.country, place.admin1), place.reason
    assert place.lat is not None
    assert place.score is not None
    assert 0.5 <= place.score <= 1


def test_without_what_tells_them_apart_another_is_meant() -> None:
    # the control: the same name, the telling words taken out
    told, bare = "He was shot in Paris, Texas, police said.", "He was shot in Paris, police said."

    assert found(told)["Paris"].country == "US"
    assert found(bare)["Paris"].country == "FR"


def test_two_towns_of_one_name_in_one_report_are_two_places() -> None:
    text = "Clashes broke out in Tripoli, Lebanon, while in Tripoli, Libya, it was quiet."

    countries = [one.place.country for one in report_of(text).found() if one.text == "Tripoli"]

    assert countries == ["LB", "LY"]


def test_the_outlets_country_speaks_for_its_own_towns() -> None:
    text = "Two men were shot in Durham on Sunday, police said."
    british = outlet_of("https://www.northern-paper.co.uk/a/1")

    def british_chance(place: ResolvedPlace) -> float:
        return sum(one.score for one in place.candidates if one.country == "GB")

    assert british.country == "GB"
    assert british_chance(found(text, british)["Durham"]) > 2 * british_chance(found(text)["Durham"])


# words, a name in them that belongs to a body or a person
NO_PLACES = [
    ("The Bank of China lent money, the BBC said.", ("China", "BBC")),
    ("The Lebanon Front and the Deccan Herald denied it.", ("Lebanon", "Deccan", "Herald")),
    ("Jordan Paris was shot on Monday.", ("Jordan", "Paris")),
    ("NATO, the CIA and the ETA said nothing.", ("NATO", "CIA", "ETA")),
    ("In March the Union met on Sunday.", ("March", "Union", "Sunday")),
    ("But As Many Said, it was so.", ("But", "As", "Many")),
]


@pytest.mark.parametrize(("text", "names"), NO_PLACES)
def test_what_only_sounds_like_a_place_is_none(text: str, names: tuple[str, ...]) -> None:
    assert not set(names) & set(found(text))


# words, the name, ACLED's and UCDP's codes
PRECISION = [
    ("Shells hit Grozny in Russia.", "Grozny", (1, 1)),
    ("Shells fell near Grozny in Russia.", "Grozny", (2, 2)),
    ("They died on the outskirts of Grozny in Russia.", "Grozny", (2, 2)),
    ("They died 12 km north of Grozny in Russia.", "Grozny", (2, 2)),
    ("They died 90 miles east of Grozny in Russia.", "Grozny", (3, 5)),
    ("They searched the district of Urus-Martan in Chechnya.", "Urus-Martan", (2, 3)),
    ("They fled Helmand province in Afghanistan.", "Helmand", (3, 4)),
    ("They fled Chechnya.", "Chechnya", (3, 4)),
    ("They fled Syria.", "Syria", (3, 6)),
    ("They fled the Middle East.", "Middle East", (3, 5)),
    ("Pirates took a ship in the Red Sea off Yemen.", "Red Sea", (3, 7)),
    ("Kunduz city fell, said Afghan officials in Kabul.", "Kunduz", (1, 1)),
    ("Kunduz province fell, said Afghan officials in Kabul.", "Kunduz", (3, 4)),
]


@pytest.mark.parametrize(("text", "name", "codes"), PRECISION)
def test_precision_says_how_near_the_point_is(text: str, name: str, codes: tuple[int, int]) -> None:
    report = report_of(text, None, name)
    at = text.index(name)
    place = report.at(at, at + len(name))

    assert place is not None
    assert place.precision is not None
    assert codes == (place.precision.acled, place.precision.ucdp), place.reason


def test_a_point_told_by_distance_is_laid_off_from_the_town() -> None:
    plain = found("They died in Gudermes in Chechnya.")["Gudermes"]
    north = found("They died 12 km north of Gudermes in Chechnya.")["Gudermes"]

    assert plain.lat is not None
    assert north.lat is not None
    assert north.lon == plain.lon
    assert abs((north.lat - plain.lat) * 111.195 - 12) < 0.1
    assert north.reason.startswith("12 km north of Gudermes")


@given(st.floats(0.1, 200), st.sampled_from([0.0, 45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0]))
def test_what_is_laid_off_there_and_back_is_where_it_was(km: float, degrees: float) -> None:
    place = known_names("Grozny")[0].places[0]

    lat, lon = laid_off(place, Offset(km=km, degrees=degrees, words=""))
    back = laid_off(place._replace(lat=lat, lon=lon), Offset(km=km, degrees=(degrees + 180) % 360, words=""))

    assert abs(back[0] - place.lat) < 1e-4
    # the second leg starts at another latitude, where a degree of longitude is another length
    assert abs(back[1] - place.lon) < 0.2


def test_one_candidate_or_none_and_the_others_are_kept() -> None:
    # nothing tells which of dozens it is
    place = found("Two men met in Springfield and in San Antonio.")["San Antonio"]

    if place.geonameid is None:
        assert place.lat is None
        assert place.precision is None
    assert len(place.candidates) <= 5
    scores = [one.score for one in place.candidates]
    assert scores == sorted(scores, reverse=True)


def test_a_name_without_a_place_says_so() -> None:
    text = "A bomb went off in the village of Qorumzey in Borno, Nigeria. A school burned. It hit Vexolunda."
    report = report_of(text, None, "the village of Qorumzey in Borno", "Vexolunda")

    def at(words: str) -> ResolvedPlace | None:
        return report.at(text.index(words), text.index(words) + len(words))

    held, unknown = at("the village of Qorumzey in Borno"), at("Vexolunda")
    assert held is not None
    # the region stands for the village it holds, and the precision says so
    assert held.admin1 == "Borno"
    assert held.precision is not None
    assert held.precision.ucdp >= 4
    assert "Qorumzey is not in the gazetteer" in held.reason
    assert unknown is not None
    assert (unknown.lat, unknown.geonameid) == (None, None)
    assert unknown.reason == "no place called Vexolunda is in the gazetteer"
    # a common noun names nothing
    assert at("A school") is None


STORY = """Torvan Front men shelled Gudermes

Fighters of the Torvan Front, which is based in Chechnya, shelled the town of Gudermes on Monday, police in Grozny said.
They burned a school in the town.

An earlier version of this story said the shells fell on Argun.
"""


def article(text: str = STORY) -> Article:
    return Article(id="a", text=text, zones=(Zone(label="body", start=0, end=len(text)),))


def part(words: str, name: str | None = None, text: str = STORY) -> Part:
    at = text.index(words)
    return Part(text=words, name=name or words, start=at, end=at + len(words))


def reading() -> Reading:
    told = article()
    at = STORY.index("shelled the town")
    evidence = (told.quote(at, at + 12),)
    return Reading(
        article=told,
        claims=(
            EventClaim(type="shelling", evidence=evidence, place=part("the town of Gudermes")),
            EventClaim(type="destruction", evidence=evidence, place=part("the town.", "Gudermes")),
            EventClaim(type="destruction", evidence=evidence, place=part("a school"), target=(part("a school"),)),
            RelationClaim(type="based_in", evidence=evidence, subject=(), object=(part("Chechnya"),)),
            Correction(type="correction", evidence=evidence, old=part("Argun"), new=part("shelled")),
        ),
    )


def test_claims_get_their_places_and_keep_their_ids() -> None:
    before = reading()

    after = with_places(before)

    shelling, named, school, based, corrected = after.claims
    assert isinstance(shelling, EventClaim)
    assert shelling.place is not None
    place = shelling.place.known_place
    assert place is not None
    assert (place.name, place.country, place.admin1) == ("Gudermes", "RU", "Chechnya")
    # "the town" is the town the article names
    assert isinstance(named, EventClaim)
    assert named.place is not None
    assert named.place.known_place == place
    assert isinstance(school, EventClaim)
    assert school.place is not None
    assert school.place.resolved is None
    assert school.target == before.claims[2].target  # type: ignore[union-attr]
    assert isinstance(based, RelationClaim)
    assert based.object[0].known_place is not None
    assert isinstance(corrected, Correction)
    assert corrected.old is not None
    assert corrected.old.known_place is not None
    assert corrected.old.known_place.name == "Argun"
    # "shelled" is no place's name, so nobody looked
    assert corrected.new == before.claims[4].new  # type: ignore[union-attr]
    assert [claim_id(article(), claim) for claim in after.claims] == [
        claim_id(article(), claim) for claim in before.claims
    ]


def test_the_same_report_gets_the_same_places() -> None:
    assert with_places(reading()) == with_places(reading())


def test_places_can_be_left_out(stub_coder: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Gunmen attacked farmers near Oru on Sunday, police said.")

    [(_, plain)] = read([path], coder=stub_coder, places=False)

    assert plain is not None
    assert plain == next(one for _, one in read([path], coder=stub_coder))
    assert (code_page.__kwdefaults__ or {})["places"] is True
    assert load_coder(stub_coder).stamp.name == "stub"


@pytest.mark.parametrize("text", ["THE VILLAGE OF SAN TOLME", "THE TOWN", "The North"])
def test_a_kind_of_place_after_its_article_is_no_place(text: str) -> None:
    assert not [one.text for one in known_names(text) if one.text.casefold().startswith("the ")]


@pytest.mark.parametrize(
    ("text", "name", "holders"),
    [
        ("in Targo, Chechnya", "Chechnya", []),
        ("in Grozny, Chechnya", "Grozny", ["Chechnya"]),
        ("in Grozny, Chechnya, Russia", "Grozny", ["Chechnya", "Russia"]),
        ("the town of Grozny in southern Russia", "Grozny", ["Russia"]),
        ("Russia's Grozny", "Grozny", ["Russia"]),
        ("the Syrian border town of Raqqa", "Raqqa", ["Syrian"]),
        ("US aid to Egypt and Iraq", "Egypt", []),
        ("from Grozny to Moscow", "Grozny", []),
    ],
)
def test_what_holds_a_place_is_read_from_the_words_beside_it(text: str, name: str, holders: list[str]) -> None:
    known = known_names(text)
    at = next(number for number, one in enumerate(known) if one.text == name)

    assert holders == [known[number].text for number in beside(text, known, at).holders]


@given(st.text(alphabet="abcdeGROZNYozny ,.-'\n()12kmo", max_size=200))
def test_any_text_is_read_and_every_name_stands_where_it_says(text: str) -> None:
    names = report_of(text).found()

    assert all(text[one.start : one.end] == one.text for one in names)
    assert all(a.end <= b.start for a, b in itertools.pairwise(names))
    assert all(isinstance(one, Found) for one in names)


def test_an_empty_report_has_no_places() -> None:
    assert report_of("").found() == ()
    assert report_of("").nearby(0, 1) is None


def test_the_tasks_answer_every_given_name_and_never_see_where_it_lies() -> None:
    text = "Two men were shot in Grozny, Chechnya, near the Zelim Bridge."
    spans = [{"start": text.index(name), "end": text.index(name) + len(name)} for name in ("Grozny", "Zelim Bridge")]
    gold = [{**span, "phrase": text[span["start"] : span["end"]], "lat": 0.0, "geonameid": 1} for span in spans]

    [seen] = tasks.inputs("places", [{"id": "a", "text": text, "toponyms": gold, "domain": "x"}])
    answers = places.read(seen)["toponyms"]

    assert set(seen["toponyms"][0]) == {"start", "end", "phrase"}
    assert [one["geonameid"] for one in answers] == [558418, 569665] or answers[1]["geonameid"] == 558418
    [blind] = tasks.inputs("geoparse", [{"id": "a", "text": text, "toponyms": gold}])
    assert "toponyms" not in blind
    assert [one["geonameid"] for one in geoparse.read(blind)["toponyms"]] == [558418, 569665]
