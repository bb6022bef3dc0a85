"""Centres: nearest first, never one that is closed, no language or phone that no source states."""

from dataclasses import replace

import pytest
import yaml

from knowledge.centres import (
    NEIGHBOURS,
    PATH,
    SEOUL,
    Centre,
    CentreNeed,
    FoundCentre,
    Status,
    Why,
    find_centres,
    read_centres,
)
from knowledge.languages import Language

HUB = "seoul-foreign-residents-support-centre"
BY_ID = {centre.id: centre for centre in read_centres()}
PLAIN = replace(BY_ID[HUB], districts=frozenset(), serves=frozenset(), languages=None)


def named(found: tuple[FoundCentre, ...]) -> list[tuple[str, Why]]:
    return [(hit.centre.id, hit.why) for hit in found]


def test_seoul_has_25_districts_and_neighbours_are_mutual() -> None:
    assert len(NEIGHBOURS) == 25
    assert [(a, b) for a, others in NEIGHBOURS.items() for b in others if a == b or a not in NEIGHBOURS[b]] == []
    assert frozenset().union(*(c.districts | c.serves for c in read_centres())) <= {*NEIGHBOURS, SEOUL}


def test_nearest_tier_comes_first() -> None:
    far = replace(PLAIN, id="far", districts=frozenset({"nowon-gu"}))
    city = replace(PLAIN, id="city", serves=frozenset({SEOUL}))
    beside = replace(PLAIN, id="beside", districts=frozenset({"yangcheon-gu"}))
    serving = replace(PLAIN, id="serving", districts=frozenset({"jung-gu"}), serves=frozenset({"guro-gu"}))
    inside = replace(PLAIN, id="inside", districts=frozenset({"guro-gu"}))
    found = find_centres("Guro-gu", CentreNeed.ANY, None, 9, among=(far, city, beside, serving, inside))
    assert named(found) == [
        ("inside", Why.IN_DISTRICT),
        ("serving", Why.SERVES_DISTRICT),
        ("beside", Why.NEIGHBOURING_DISTRICT),
        ("city", Why.CITY_WIDE),
    ]


@pytest.mark.parametrize(
    ("district", "need", "first"),
    [
        ("geumcheon-gu", CentreNeed.WORK, ("geumcheon-foreign-workers-centre", Why.IN_DISTRICT)),
        ("gangbuk-gu", CentreNeed.WORK, ("seongbuk-foreign-workers-centre", Why.NEIGHBOURING_DISTRICT)),
        ("gwangjin-gu", CentreNeed.FAMILY, ("gwangjin-family-centre", Why.IN_DISTRICT)),
        ("jongno-gu", CentreNeed.HOUSING, ("seoul-global-center", Why.IN_DISTRICT)),
        ("dobong-gu", CentreNeed.VISA, (HUB, Why.CITY_WIDE)),
        (None, CentreNeed.WORK, (HUB, Why.CITY_WIDE)),
    ],
)
def test_the_centre_that_a_counsellor_would_name_is_first(
    district: str | None, need: CentreNeed, first: tuple[str, Why]
) -> None:
    assert named(find_centres(district, need, None))[0] == first


def test_without_a_district_the_workers_centres_of_all_districts_follow() -> None:
    found = find_centres(None, CentreNeed.WORK, None, 20)
    assert {hit.why for hit in found} == {Why.CITY_WIDE, Why.ELSEWHERE}
    assert sum(hit.centre.kind == "workers-centre" for hit in found) == 5


@pytest.mark.parametrize("status", [Status.CLOSED, Status.PLANNED])
def test_centre_that_is_not_running_is_never_named(status: Status) -> None:
    gone = replace(BY_ID[HUB], status=status)
    assert find_centres("yeongdeungpo-gu", CentreNeed.ANY, Language.UR, 99, among=(gone,)) == ()
    assert find_centres("yeongdeungpo-gu", CentreNeed.ANY, Language.UR, 99, among=(BY_ID[HUB],)) != ()


def test_workers_centre_of_seongdong_gives_way_to_the_eastern_centre() -> None:
    ids = [hit.centre.id for hit in find_centres("seongdong-gu", CentreNeed.ANY, None, 99)]
    assert ids[0] == "eastern-foreign-residents-support-centre"
    assert "seongdong-foreign-workers-centre" not in ids
    assert all(c.replaced_by in BY_ID for c in read_centres() if c.replaced_by)


def test_centre_that_may_have_closed_comes_last_and_says_so() -> None:
    found = find_centres("gangnam-gu", CentreNeed.ANY, None, 99)
    assert [hit.confirmed for hit in found] == sorted((hit.confirmed for hit in found), reverse=True)
    assert ("yeoksam-global-village-centre", False) in [(hit.centre.id, hit.confirmed) for hit in found]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("district", [None, "nowon-gu", "seongdong-gu"])
def test_one_of_the_named_is_known_to_speak_the_language(district: str | None, language: Language) -> None:
    found = find_centres(district, CentreNeed.SETTLEMENT, language)
    assert len(found) <= 3
    assert any(hit.speaks for hit in found)


def test_language_is_not_assumed_and_breaks_the_tie() -> None:
    district = frozenset({"mapo-gu"})
    silent = replace(PLAIN, id="silent", districts=district)
    other = replace(silent, id="other", languages=frozenset({"en"}))
    speaking = replace(silent, id="speaking", languages=frozenset({"uz"}))
    found = find_centres("mapo-gu", CentreNeed.ANY, Language.UZ, among=(other, silent, speaking))
    assert [(hit.centre.id, hit.speaks) for hit in found] == [("speaking", True), ("silent", None), ("other", False)]


@pytest.mark.parametrize("limit", [-1, 0, 1, 2])
def test_no_more_are_named_than_asked_for(limit: int) -> None:
    assert len(find_centres("jongno-gu", CentreNeed.ANY, Language.UZ, limit)) == max(limit, 0)


@pytest.mark.parametrize("district", ["suwon-si", "", "Itaewon"])
def test_place_that_is_no_district_of_seoul_is_refused(district: str) -> None:
    with pytest.raises(ValueError, match="no district"):
        find_centres(district, CentreNeed.ANY, None)


def test_phone_hours_address_and_languages_are_those_of_the_file() -> None:
    rows = yaml.safe_load(PATH.read_text(encoding="utf-8"))["centres"]
    for row, centre in zip(rows, read_centres(), strict=True):
        assert (centre.phone, centre.hours) == (row["phone"], row["hours"])
        assert (centre.languages is None, centre.address is None) == (row["languages"] is None, row["address"] is None)


def test_every_service_is_sorted_under_a_need() -> None:
    content = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    services = {service for row in content["centres"] for service in row["services"]}
    assert {service for names in content["needs"].values() for service in names} == services
    assert set(content["needs"]) == {*CentreNeed, "general", "other"} - {CentreNeed.ANY}


@pytest.mark.parametrize("need", list(CentreNeed))
@pytest.mark.parametrize("district", [None, *sorted(NEIGHBOURS)])
def test_nobody_is_left_without_an_open_centre(district: str | None, need: CentreNeed) -> None:
    found = find_centres(district, need, None)
    assert found
    assert found[0].confirmed


def test_general_counselling_comes_after_a_named_service_and_is_marked() -> None:
    general: Centre = replace(PLAIN, id="general", districts=frozenset({"guro-gu"}))
    labour = replace(BY_ID["geumcheon-foreign-workers-centre"], districts=frozenset({"guro-gu"}))
    found = find_centres("guro-gu", CentreNeed.WORK, None, among=(general, labour))
    assert [hit.named_service for hit in found] == [True, False]
    assert find_centres("guro-gu", CentreNeed.KOREAN_CLASSES, None, among=(general,)) == ()
