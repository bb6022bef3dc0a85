"""Statuses of stay are found as residents type them, and only those that exist."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.entities.visas import find_visa
from knowledge.languages import Language

EXISTING = [
    *("A-1", "A-2", "A-3", "B-1", "B-2", "C-1", "C-3", "C-4", "G-1", "H-1", "H-2"),
    *(f"D-{number}" for number in range(1, 11)),
    *(f"E-{number}" for number in range(1, 11)),
    *(f"F-{number}" for number in range(1, 7)),
]
FOUND = [
    ("ko", "F4비자 연장하려고요", "F-4"),
    ("ko", "저는 이나인이에요", "E-9"),
    ("ko", "디투인데 알바 할 수 있어요?", "D-2"),
    ("ko", "에프육 비자예요", "F-6"),
    ("ko", "에프식스 다음에 영주권", "F-6"),
    ("ko", "비자E9 사업장 변경", "E-9"),
    ("ko", "이구 비자", "E-9"),
    ("ko", "f6다시1로 들어왔어요", "F-6-1"),
    ("ko", "방문취업으로 일해요", "H-2"),
    ("ko", "결혼 비자 연장", "F-6"),
    ("ko", "결혼이민이요", "F-6"),
    ("ko", "E74 점수", "E-7-4"),
    ("ko", "Ｄ－１０ 구직 중", "D-10"),
    ("en", "i have e9", "E-9"),
    ("en", "E 9 worker here", "E-9"),
    ("en", "my visa is f6-1.", "F-6-1"),
    ("en", "F61 visa", "F-6-1"),
    ("en", "d two, second semester", "D-2"),
    ("en", "student visa, part-time job?", "D-2"),
    ("en", "student visa, I mean D-4", "D-4"),
    ("en", "came on a working holiday", "H-1"),
    ("en", "visa a-3", "A-3"),
    ("en", "D-2-6", "D-2-6"),
    ("en", "from D-10 to E-7", "D-10"),
    ("en", "E\u20119", "E-9"),
    ("en", "F-2-r region", "F-2-R"),
    ("en", "G15 visa", "G-1-5"),
    ("zh", "我是E9签证", "E-9"),
    ("zh", "F四签证要延签", "F-4"),
    ("zh", "留学签证可以打工吗", "D-2"),
    ("zh", "结婚签证", "F-6"),
    ("zh", "我是h2，想换f4", "H-2"),
    ("zh", "访问就业", "H-2"),
    ("zh", "d-4转d-2", "D-4"),
    ("zh", "办理永住权的条件", "F-5"),
    ("zh", "簽證F-6-2", "F-6-2"),
    ("vi", "mình visa e9", "E-9"),
    ("vi", "em có visa E 7", "E-7"),
    ("vi", "visa du học có được làm thêm không", "D-2"),
    ("vi", "thi thuc du hoc", "D-2"),
    ("vi", "visa e chín", "E-9"),
    ("vi", "d2-6 sang d10", "D-2-6"),
    ("vi", "visa kết hôn bị hết hạn", "F-6"),
    ("vi", "visa học tiếng", "D-4"),
    ("vi", "f6 ly hôn", "F-6"),
    ("mn", "Е9 визтэй", "E-9"),
    ("mn", "д-2 виз сунгах", "D-2"),
    ("mn", "e9-тэй хүн", "E-9"),
    ("mn", "оюутны визтэй", "D-2"),
    ("mn", "Ф4 виз", "F-4"),
    ("mn", "эйч 2", "H-2"),
    ("mn", "G1 визтэй ажиллаж болох уу", "G-1"),
    ("mn", "гэрлэлтийн виз", "F-6"),
    ("ru", "е-9 виза", "E-9"),
    ("ru", "у меня Н-2", "H-2"),
    ("ru", "Ф4 продлить", "F-4"),
    ("ru", "эф-4 закончилась", "F-4"),
    ("ru", "виза Ф-1, сын", "F-1"),
    ("ru", "продлить студенческую визу", "D-2"),
    ("ru", "я по визе невесты", "F-6"),
    ("ru", "д 10 виза", "D-10"),
    ("ru", "Е-7-4", "E-7-4"),
    ("ru", "аш-2", "H-2"),
    ("uz", "e9 vizam bor", "E-9"),
    ("uz", "Е-9 визам бор", "E-9"),
    ("uz", "d2 talabaman", "D-2"),
    ("uz", "student viza bilan ishlash", "D-2"),
    ("uz", "талаба визаси", "D-2"),
    ("uz", "d-10 ga oʻtmoqchiman", "D-10"),
    ("uz", "F4 viza", "F-4"),
    ("uz", "nikoh vizasi", "F-6"),
    ("uz", "ф-6-1", "F-6-1"),
    ("ur", "میرا ویزا E-9 ہے", "E-9"),
    ("ur", "ای ۹", "E-9"),
    ("ur", "ای نائن ویزا", "E-9"),
    ("ur", "ڈی ٹو ویزا ہے", "D-2"),
    ("ur", "ایف 6 ویزا", "F-6"),
    ("ur", "سٹوڈنٹ ویزا پر کام", "D-2"),
    ("ur", "mera d10 visa hai", "D-10"),
    ("ur", "شادی کا ویزا", "F-6"),
    ("ur", "جی ون ویزا", "G-1"),
]
NOT_FOUND = [
    ("ko", "이사했어요"),
    ("ko", "지원 받고 싶어요"),
    ("ko", "B1층에 있어요"),
    ("ko", "이 9월에 끝나요"),
    ("ko", "결혼이민자 지원센터"),
    ("ko", "동포 비자"),
    ("ko", "홈디포 갔어요"),
    ("ko", "숙제 이천이십"),
    ("en", "I need a 2 year contract"),
    ("en", "level B1 Korean"),
    ("en", "work visa"),
    ("en", "H1N1 flu"),
    ("en", "my F-9 and E-11 and D-0"),
    ("en", "call 02-120"),
    ("en", "A4 paper"),
    ("en", "room E91"),
    ("zh", "我3月来的"),
    ("zh", "工作签证"),
    ("vi", "e 5 tuổi"),
    ("vi", "em 2 tháng lương"),
    ("mn", "5 сар ажилласан"),
    ("mn", "ажлын виз"),
    ("ru", "работаю с 3 марта и 9 дней отдыхал"),
    ("ru", "я в 2 часа приду"),
    ("ru", "виза жены закончилась"),
    ("ru", "идти и 9 виз"),
    ("uz", "2 yil ishladim"),
    ("uz", "ish viza"),
    ("ur", "جی 1 سال سے"),
    ("ur", "فیملی ویزا"),
]


@pytest.mark.parametrize(("language", "text", "code"), FOUND)
def test_statuses_are_found_as_residents_type_them(language: str, text: str, code: str) -> None:
    assert find_visa(text, Language(language)) == code


@pytest.mark.parametrize(("language", "text"), NOT_FOUND)
def test_other_words_and_codes_are_no_status(language: str, text: str) -> None:
    assert find_visa(text, Language(language)) is None


@given(
    code=st.sampled_from(EXISTING),
    language=st.sampled_from(list(Language)),
    joint=st.sampled_from(["-", "\u2013", " - ", ""]),
    is_lower=st.booleans(),
)
def test_every_status_is_found_beside_the_word_visa(code: str, language: Language, joint: str, is_lower: bool) -> None:
    typed = code.replace("-", joint)
    assert find_visa(f"visa {typed.lower() if is_lower else typed}", language) == code


@given(letter=st.sampled_from("abcdefgh"), number=st.integers(0, 99), language=st.sampled_from(list(Language)))
def test_only_statuses_that_exist_are_found(letter: str, number: int, language: Language) -> None:
    code = f"{letter.upper()}-{number}"
    assert find_visa(f"{letter}-{number}", language) in (
        {code} if code in EXISTING else {None, f"{code[:-1]}-{code[-1]}"}
    )
