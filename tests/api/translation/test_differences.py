"""Correct translations are not flagged; a digit, a date, a code or a "not" that changed is."""

from datetime import date

import pytest

from api.translation.differences import find_differences
from api.translation.facts import FactKind
from knowledge.languages import Language

TODAY = date(2026, 11, 23)
CORRECT = [
    (
        "ko",
        "en",
        "월급 230만 원을 3개월 동안 못 받았어요.",
        "I have not been paid my wages of 2.3 million won for three months.",
    ),
    ("ko", "zh", "월급 230만 원을 3개월 동안 못 받았어요.", "我三个月没有拿到230万韩元的工资。"),
    ("ko", "vi", "시급 10,320원보다 적게 받으면 안 돼요.", "Bạn không được nhận ít hơn 10.320 won một giờ."),
    ("ko", "mn", "E-9 비자가 12월 3일에 끝나요.", "Таны E-9 виз 12 дугаар сарын 3-нд дуусна."),
    ("ko", "ru", "2026년 12월 3일까지 1345로 전화하세요.", "Позвоните по номеру 1345 до 3 декабря 2026 года."),
    ("ko", "uz", "임금체불은 1350에 신고하세요.", "Ish haqi toʻlanmasa, 1350 raqamiga murojaat qiling."),
    ("ko", "ur", "보증금 2천만 원을 돌려받지 못했어요.", "مجھے 2 کروڑ وون کی ضمانت واپس نہیں ملی۔"),
    (
        "en",
        "ko",
        "Call 02-2038-0173 between 9:00 and 18:00.",
        "오전 9시에서 오후 6시 사이에 02-2038-0173으로 전화하세요.",
    ),
    ("en", "ko", "You must not only register but also pay.", "등록할 뿐만 아니라 돈도 내야 합니다."),
    ("en", "ru", "Apply no later than March 15, 2027.", "Подайте заявление не позднее 15 марта 2027 года."),
    ("zh", "ko", "一万二千韩元，不是两万韩元。", "12,000원이지 2만 원이 아닙니다."),
    ("zh", "en", "可不可以用E-7-4签证在别的公司工作？", "Can I work for another company with an E-7-4 visa?"),
    ("vi", "ko", "Em có được đổi visa D-2 sang E-7 không?", "D-2 비자를 E-7으로 바꿀 수 있나요?"),
    ("vi", "en", "Chủ nợ em 2tr3 won, thứ 2 em đi làm.", "My boss owes me 2.3 million won, I go to work on Monday."),
    ("mn", "ko", "Би 2 сая 300 мянган вон аваагүй.", "저는 230만 원을 받지 못했어요."),
    ("mn", "en", "Удахгүй гурван сар болно.", "It will soon be three months."),
    ("ru", "ko", "Мне не заплатили полтора миллиона вон.", "저는 150만 원을 못 받았어요."),
    (
        "ru",
        "en",
        "Пишите на help@example.or.kr или https://www.hikorea.go.kr.",
        "Write to help@example.or.kr, https://www.hikorea.go.kr",
    ),
    ("uz", "ko", "Men ikki oydan beri oylik olmadim.", "저는 두 달째 월급을 받지 못했어요."),
    ("uz", "en", "Oʻn besh kun ichida ariza bering, kechiktirmay.", "Apply within 15 days, at once."),
    ("ur", "ko", "میری تنخواہ ۲۳ لاکھ وون ہے۔", "제 월급은 230만 원이에요."),
    ("ur", "en", "میرے پاس F-6 ویزا نہیں ہے۔", "I do not have an F-6 visa."),
    (
        "ko",
        "en",
        "「근로기준법」 제36조에 따라 14일 안에 줘야 해요.",
        "Under 「근로기준법」 article 36 it must be paid within 14 days.",
    ),
    ("ko", "ru", "안녕하세요, 아니면 +82-10-1234-5678로 전화 주세요.", "Здравствуйте, или позвоните 010-1234-5678."),
]
WRONG = [
    ("ko", "en", "월급 230만 원을 못 받았어요.", "I have not been paid 23 million won.", FactKind.AMOUNT),
    ("ko", "en", "서류를 내지 마세요.", "Please submit the documents.", FactKind.NEGATION),
    ("ko", "zh", "14일 안에 신고해야 해요.", "必须在40天内申报。", FactKind.NUMBER),
    ("ko", "vi", "비자는 E-7-4예요.", "Visa là E-7-1.", FactKind.VISA),
    ("ko", "vi", "여권을 사장님에게 맡기면 안 됩니다.", "Bạn được giao hộ chiếu cho chủ.", FactKind.NEGATION),
    ("ko", "mn", "12월 3일까지 오세요.", "12 дугаар сарын 13-ны дотор ирээрэй.", FactKind.DATE),
    ("ko", "mn", "서명하지 마세요.", "Гарын үсэг зураарай.", FactKind.NEGATION),
    ("ko", "ru", "2026년 12월 3일에 오세요.", "Приходите 3 ноября 2026 года.", FactKind.DATE),
    ("ko", "uz", "1577-1366으로 전화하세요.", "1577-1336 raqamiga qoʻngʻiroq qiling.", FactKind.PHONE),
    ("ko", "uz", "회사에 가지 마세요.", "Ishxonaga boring.", FactKind.NEGATION),
    ("ko", "ur", "보증금은 2천만 원이에요.", "ضمانت 20 لاکھ وون ہے۔", FactKind.AMOUNT),
    ("ko", "ur", "지금 돈을 내지 마세요.", "ابھی رقم ادا کریں۔", FactKind.NEGATION),
    ("en", "ko", "See https://www.hikorea.go.kr/info.", "https://www.hikorea.go.kr/inf 를 보세요.", FactKind.ADDRESS),
    ("en", "ru", "You do not have to pay.", "Вы должны заплатить.", FactKind.NEGATION),
    ("ko", "ru", "「출입국관리법」 제20조를 보세요.", "См. статью 20 Закона об иммиграции.", FactKind.LAW),
    ("zh", "ko", "我没有签合同。", "저는 계약서에 서명했어요.", FactKind.NEGATION),
    ("zh", "en", "我等了三个月。", "I waited for five months.", FactKind.NUMBER),
    ("vi", "ko", "Em chưa nhận được lương.", "저는 월급을 받았어요.", FactKind.NEGATION),
    ("vi", "en", "Em mất 2 triệu rưỡi won.", "I lost 2.05 million won.", FactKind.AMOUNT),
    ("mn", "ko", "Надад гэрээ байхгүй.", "저는 계약서가 있어요.", FactKind.NEGATION),
    ("ru", "ko", "Я не подписывал договор.", "저는 계약서에 서명했어요.", FactKind.NEGATION),
    ("ru", "en", "Я работаю с марта.", "I have been working since April.", FactKind.NUMBER),
    ("uz", "ko", "Men shartnoma imzolamadim.", "저는 계약서에 서명했어요.", FactKind.NEGATION),
    ("ur", "ko", "میں نے دستخط نہیں کیے۔", "저는 서명했어요.", FactKind.NEGATION),
    ("ur", "en", "میرا ویزا D-10 ہے۔", "My visa is D-2.", FactKind.VISA),
]


@pytest.mark.parametrize(("source", "target", "original", "translation"), CORRECT)
def test_correct_translation_is_not_flagged(source: str, target: str, original: str, translation: str) -> None:
    assert find_differences(original, translation, Language(source), Language(target), TODAY) == ()
    assert find_differences(translation, original, Language(target), Language(source), TODAY) == ()


@pytest.mark.parametrize(("source", "target", "original", "translation", "kind"), WRONG)
def test_planted_error_is_flagged_and_nothing_else(
    source: str, target: str, original: str, translation: str, kind: FactKind
) -> None:
    found = find_differences(original, translation, Language(source), Language(target), TODAY)
    assert [difference.kind for difference in found] == [kind]


def test_difference_names_both_sides() -> None:
    original, translation = "14일 안에 신고하세요.", "Report it within 40 days."
    [found] = find_differences(original, translation, Language.KO, Language.EN, TODAY)
    assert (found.in_original, found.in_translation) == ("14", "40")


def test_negation_lost_in_one_of_several_sentences_is_found() -> None:
    original = "걱정하지 마세요. 여권은 주지 마세요."
    translation = "Do not worry. Give him your passport."
    [found] = find_differences(original, translation, Language.KO, Language.EN, TODAY)
    assert found.in_translation == "Give him your passport."
