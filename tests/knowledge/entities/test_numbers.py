"""Numbers are found in digits and words of eight languages, where they stand, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities.numbers import find_numbers, read_digitised
from knowledge.languages import Language

FOUND = [
    ("ko", "월급 2,000,000원", [2000000]),
    ("ko", "삼십일 동안 일했어요", [30]),
    ("ko", "십일월 이십일일, 삼십일일", [11, 21, 31]),
    ("ko", "스물세 살인데 아이가 두 명", [23, 2]),
    ("ko", "한 달 반 됐어요", [1, 0.5]),
    ("ko", "월급이 이백오십만원이에요", [250]),
    ("en", "twenty-three days and one and a half years", [23, 1.5]),
    ("en", "two hundred and thirty one days, 1½ months, ¼", [231, 1.5, 0.25]),
    ("en", "１２ days at 1.5 million", [12, 1.5]),
    ("zh", "二十三天，两个月，三百五", [23, 2, 350]),
    ("zh", "一年半，二〇二六年", [1, 0.5, 2026]),
    ("zh", "每周六天", [6]),
    ("vi", "hai mươi lăm ngày, ba tháng, một năm rưỡi", [25, 3, 1, 0.5]),
    ("vi", "hai muoi lam ngay, sau thang, nam thang", [25, 6, 5]),
    ("vi", "lương 2.000.000, 1,5 triệu", [2000000, 1.5]),
    ("mn", "хорин гурван өдөр, нэг хагас жил", [23, 1.5]),
    ("mn", "gurvan sar, арван долоо", [3, 17]),
    ("ru", "двадцать три дня, полтора года, dva mesyatsa", [23, 1.5, 2]),
    ("ru", "2 000 000 вон, 2 с половиной", [2000000, 2.5]),
    ("uz", "yigirma uch kun, bir yarim yil", [23, 1.5]),
    ("uz", "ўн беш кун, oʻttiz bir, иккита бола", [15, 31, 2]),
    ("ur", "ڈیڑھ سال، ساڑھے تین مہینے", [1.5, 3.5]),
    ("ur", "۱۲ دن، اکتیس، do mahine، پانچ سو", [12, 31, 2, 500]),
]
NONE = [
    ("en", "someone told me about E-9 and F-2-7"),
    ("ko", "이 사람 일이 많아요. 세금, 한국, 오늘, 하나은행, 둘째"),
    ("zh", "我们一起，一直，统一，星期一"),
    ("vi", "bố mẹ và ba tôi không biết"),
    ("vi", "tháng sau, sau này"),
    ("mn", "долоо хоног бүр"),
    ("ru", "е-9 виза, стоять, семья"),
    ("uz", "D-10 viza, birga, ikkalasi"),
    ("ur", "مجھے بتا دو"),
]
WORDS = {
    "ko": "일개월 이개월 삼개월 사개월 오개월 육개월 칠개월 팔개월 구개월 십개월 십일개월 십이개월",
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "zh": "一个 两个 三个 四个 五个 六个 七个 八个 九个 十个 十一个 十二个",
    "vi": "một hai ba bốn năm sáu bảy tám chín mười mười~một mười~hai",
    "mn": "нэг хоёр гурван дөрвөн таван зургаан долоон найман есөн арван арван~нэг арван~хоёр",
    "ru": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "uz": "bir ikki uch toʻrt besh olti yetti sakkiz toʻqqiz oʻn oʻn~bir oʻn~ikki",
    "ur": "ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ",
}


@pytest.mark.parametrize(("language", "text", "values"), FOUND)
def test_numbers_are_found_as_residents_type_them(language: str, text: str, values: list[float]) -> None:
    assert [number.value for number in find_numbers(text, Language(language))] == values


@pytest.mark.parametrize(("language", "text"), NONE)
def test_what_only_looks_like_a_number_is_none(language: str, text: str) -> None:
    assert find_numbers(text, Language(language)) == []


@pytest.mark.parametrize("language", list(Language))
def test_words_from_one_to_twelve_are_known(language: Language) -> None:
    month = {"vi": " tháng"}.get(language, "")
    words = [word.replace("~", " ") + month for word in WORDS[language].split()]
    found = [[number.value for number in find_numbers(word, language)] for word in words]
    assert found == [[value] for value in range(1, 13)]


@pytest.mark.parametrize("language", list(Language))
@given(value=st.integers(1, 99_999_999), shape=st.sampled_from(["{}", "{:,}"]))
def test_any_number_in_digits_is_found_where_it_stands(language: Language, value: int, shape: str) -> None:
    digits = shape.format(value)
    (number,) = find_numbers(f"... {digits} ...", language)
    assert (number.start, number.end, number.value) == (4, 4 + len(digits), value)


@given(st.text(max_size=60), st.sampled_from(Language))
def test_offsets_are_of_the_given_text(text: str, language: Language) -> None:
    ends = [0, *(number.end for number in find_numbers(text, language))]
    assert all(
        previous <= n.start < n.end <= len(text)
        for n, previous in zip(find_numbers(text, language), ends, strict=False)
    )


def test_words_are_turned_to_digits_and_can_be_pointed_to() -> None:
    text = "Ngày hai mươi lăm"
    digitised = read_digitised(text, Language.VI)
    assert digitised.text == "ngay 25"
    assert digitised.span(5, 7) == (5, len(text))
