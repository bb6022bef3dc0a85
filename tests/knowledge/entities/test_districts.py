"""Where residents say they live is found as a district of Seoul, or as a city outside it."""

from itertools import product

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities.districts import PATH, District, find_city_outside, find_district, read_districts
from knowledge.languages import Language

FOUND = [
    ("ko", "구로에 살아요", "guro-gu"),
    ("ko", "대림동에서 일해요", "yeongdeungpo-gu"),
    ("ko", "서울시 중구입니다", "jung-gu"),
    ("ko", "가리봉동이요", "guro-gu"),
    ("ko", "건대입구역 근처", "gwangjin-gu"),
    ("ko", "시흥동 사는데요", "geumcheon-gu"),
    ("ko", "김포공항 쪽", "gangseo-gu"),
    ("ko", "동대문역사문화공원 앞", "jung-gu"),
    ("ko", "강서구청 가려고요", "gangseo-gu"),
    ("ko", "서울구로구", "guro-gu"),
    ("ko", "신림살아요", "gwanak-gu"),
    ("en", "I live in Daerim-dong", "yeongdeungpo-gu"),
    ("en", "itaewon", "yongsan-gu"),
    ("en", "near Konkuk Univ.", "gwangjin-gu"),
    ("en", "Youngdeungpo gu office", "yeongdeungpo-gu"),
    ("en", "Jung-gu, Seoul", "jung-gu"),
    ("en", "Gimpo airport", "gangseo-gu"),
    ("en", "siheung dong", "geumcheon-gu"),
    ("en", "KANGNAM", "gangnam-gu"),
    ("en", "Sillim", "gwanak-gu"),
    ("zh", "我住在永登浦区大林洞", "yeongdeungpo-gu"),
    ("zh", "九老", "guro-gu"),
    ("zh", "加里峰那边", "guro-gu"),
    ("zh", "梨泰院附近", "yongsan-gu"),
    ("zh", "住江西区", "gangseo-gu"),
    ("zh", "庆熙大学", "dongdaemun-gu"),
    ("zh", "中区", "jung-gu"),
    ("zh", "daelim", "yeongdeungpo-gu"),
    ("vi", "mình ở Guro", "guro-gu"),
    ("vi", "quận Yeongdeungpo", "yeongdeungpo-gu"),
    ("vi", "nhà gần ga Wangsimni", "seongdong-gu"),
    ("vi", "ở hongdae", "mapo-gu"),
    ("vi", "em học đại học Kyung Hee", "dongdaemun-gu"),
    ("vi", "Gwangjin gu", "gwangjin-gu"),
    ("vi", "sống ở Dongdaemun-gu", "dongdaemun-gu"),
    ("vi", "Shinchon ạ", "seodaemun-gu"),
    ("mn", "Гүрод амьдардаг", "guro-gu"),
    ("mn", "Ёндынпо дүүрэгт", "yeongdeungpo-gu"),
    ("mn", "Жүн дүүргийн", "jung-gu"),
    ("mn", "монгол тауэр", "jung-gu"),
    ("mn", "itaewond baidag", "yongsan-gu"),
    ("mn", "Ганнам дүүрэг", "gangnam-gu"),
    ("mn", "Кванхидонд", "jung-gu"),
    ("mn", "Новон дүүрэгт байна", "nowon-gu"),
    ("ru", "живу в Итхэвоне", "yongsan-gu"),
    ("ru", "Ёндынпхо-гу", "yeongdeungpo-gu"),
    ("ru", "в Тэриме", "yeongdeungpo-gu"),
    ("ru", "район Куро", "guro-gu"),
    ("ru", "Чун-гу", "jung-gu"),
    ("ru", "в Каннаме", "gangnam-gu"),
    ("ru", "около ддп, то есть DDP", "jung-gu"),
    ("ru", "Гуро-дон", "guro-gu"),
    ("uz", "Guroda yashayman", "guro-gu"),
    ("uz", "Itaewondaman", "yongsan-gu"),
    ("uz", "Гуро туманида", "guro-gu"),
    ("uz", "Yeongdeungpo-guda", "yeongdeungpo-gu"),
    ("uz", "Dongdaemundan", "dongdaemun-gu"),
    ("uz", "DDP yonida", "jung-gu"),
    ("uz", "Daerimga keldim", "yeongdeungpo-gu"),
    ("uz", "Nowon-gu", "nowon-gu"),
    ("ur", "میں اتیوان میں رہتا ہوں", "yongsan-gu"),
    ("ur", "گورو گو", "guro-gu"),
    ("ur", "یونگ ڈنگپو گو میں", "yeongdeungpo-gu"),
    ("ur", "گنگنم میں", "gangnam-gu"),
    ("ur", "main Itaewon mein rehta hun", "yongsan-gu"),
    ("ur", "جونگ گو", "jung-gu"),
    ("ur", "ماپو گو", "mapo-gu"),
    ("ur", "Guro mein", "guro-gu"),
]
NO_DISTRICT = [
    ("ko", "이대로 괜찮아요"),
    ("ko", "방학에 일해도 돼요?"),
    ("ko", "가산 수당"),
    ("ko", "대림산업에 다녀요"),
    ("ko", "중구난방"),
    ("en", "Gurobat"),
    ("en", "my name is Jung"),
    ("en", "Mapology"),
    ("zh", "江西省人"),
    ("zh", "集中区"),
    ("vi", "không biết"),
    ("mn", "Жүн"),
    ("ru", "Чун"),
    ("uz", "Gurobat"),
    ("ur", "جونگ"),
    ("en", "Busan Jung-gu"),
    ("ko", "인천 중구"),
]
OUTSIDE = [
    ("ko", "안산에 살아요", "Ansan"),
    ("ko", "시흥시", "Siheung"),
    ("ko", "부산 강서구", "Busan"),
    ("en", "I am in Gimpo", "Gimpo"),
    ("zh", "我在水原", "Suwon"),
    ("vi", "ở Hwaseong", "Hwaseong"),
    ("mn", "Ансанд", "Ansan"),
    ("ru", "в Ансане", "Ansan"),
    ("ru", "в Инчхоне", "Incheon"),
    ("uz", "Suvonda", "Suwon"),
    ("ur", "بوسان میں", "Busan"),
    ("ko", "시흥동", None),
    ("ko", "김포공항", None),
    ("ko", "고양이가 아파요", None),
    ("ko", "이천만원", None),
    ("en", "siheung-dong", None),
    ("en", "Gimpo airport", None),
    ("mn", "ажиллаж асан", None),
]


@pytest.mark.parametrize(("language", "text", "district"), FOUND)
def test_the_district_is_found_as_residents_type_it(language: str, text: str, district: str) -> None:
    found = find_district(text, Language(language))
    assert found is not None
    assert found.id == district


@pytest.mark.parametrize(("language", "text"), NO_DISTRICT)
def test_other_words_and_other_cities_are_no_district(language: str, text: str) -> None:
    assert find_district(text, Language(language)) is None


@pytest.mark.parametrize(("language", "text", "city"), OUTSIDE)
def test_cities_outside_seoul_are_told_apart(language: str, text: str, city: str | None) -> None:
    assert find_city_outside(text, Language(language)) == city


def test_there_are_twenty_five_districts_each_named_differently_in_every_language() -> None:
    for language in Language:
        assert len({district.names[language] for district in read_districts()}) == 25


@given(st.sampled_from(read_districts()), st.sampled_from(list(Language)), st.sampled_from(list(Language)))
def test_every_name_of_a_district_is_found_in_every_language(
    district: District, name: Language, language: Language
) -> None:
    assert find_district(f"1. {district.names[name]}.", language) == district
    assert find_city_outside(district.names[name], language) is None


def test_every_spelling_names_one_district_or_one_city_in_every_language() -> None:
    rows = yaml.safe_load(PATH.read_text(encoding="utf-8"))
    spellings = {(row["id"], form) for row in rows["districts"] for form in row["spellings"]}
    spellings |= {(r["id"], form) for r in rows["districts"] for place in r["places"] for form in place.split(" | ")}
    for (identity, form), language in product(spellings, Language):
        found = find_district(form, language)
        assert (found.id if found else None, find_city_outside(form, language)) == (identity, None)
    for city, language in product(rows["outside"], Language):
        assert {find_city_outside(form, language) for form in city["spellings"].split(" | ")} == {city["name"]}
