"""Messages name an event in all languages, and never when they name two or only want to stop."""

import pytest

from actions.dialogues.deadline_cues import find_event
from knowledge.deadlines import Event
from knowledge.languages import Language

FOUND = [
    ("ko", "비자가 12월 3일에 끝나요", Event.STAY_ENDS),
    ("ko", "체류기간 만료일이 26.12.03이에요", Event.STAY_ENDS),
    ("ko", "11월 2일에 한국에 왔어요", Event.ARRIVAL),
    ("ko", "지난주에 이사했는데요", Event.ADDRESS_CHANGE),
    ("ko", "여권 새로 발급받았어요", Event.PASSPORT_CHANGE),
    ("ko", "다음 주에 새 직장에 가요", Event.WORKPLACE_CHANGE),
    ("ko", "회사 그만뒀어요", Event.CONTRACT_ENDED),
    ("ko", "사업장 변경 신청했어요 지난달에", Event.WORKPLACE_CHANGE_APPLIED),
    ("ko", "대학원 옮겼어요, 학교를 옮겼어요", Event.SCHOOL_CHANGE),
    ("ko", "우리 아기가 어제 태어났어요", Event.CHILD_BORN),
    ("ko", "작년에 이혼했어요", Event.DIVORCED),
    ("ko", "고향에 잠깐 갔다 와도 돼요?", Event.TRIP_ABROAD),
    ("ko", "12월에 완전히 귀국해요", Event.LEAVING_FOR_GOOD),
    ("en", "my visa expires on 3 Dec", Event.STAY_ENDS),
    ("en", "I arrived in Korea on Nov. 2", Event.ARRIVAL),
    ("en", "moved into a new room last week", Event.ADDRESS_CHANGE),
    ("en", "got my new passport", Event.PASSPORT_CHANGE),
    ("en", "i start a new job on monday", Event.WORKPLACE_CHANGE),
    ("en", "I was fired yesterday", Event.CONTRACT_ENDED),
    ("en", "my contract ends 31 dec", Event.CONTRACT_ENDED),
    ("en", "I applied for a change of workplace", Event.WORKPLACE_CHANGE_APPLIED),
    ("en", "transferred to another university", Event.SCHOOL_CHANGE),
    ("en", "our baby was born on 2 November", Event.CHILD_BORN),
    ("en", "we got divorced in May", Event.DIVORCED),
    ("en", "short trip to my home country", Event.TRIP_ABROAD),
    ("en", "leaving korea for good", Event.LEAVING_FOR_GOOD),
    ("zh", "签证下个月到期", Event.STAY_ENDS),
    ("zh", "我11月2号入境的", Event.ARRIVAL),
    ("zh", "我搬到韩国了", Event.ARRIVAL),
    ("zh", "上周搬家了", Event.ADDRESS_CHANGE),
    ("zh", "护照换新的了", Event.PASSPORT_CHANGE),
    ("zh", "我换工作了", Event.WORKPLACE_CHANGE),
    ("zh", "昨天被解雇了", Event.CONTRACT_ENDED),
    ("zh", "换厂已经申请了", Event.WORKPLACE_CHANGE_APPLIED),
    ("zh", "我转学了", Event.SCHOOL_CHANGE),
    ("zh", "孩子昨天出生", Event.CHILD_BORN),
    ("zh", "我已经离婚了", Event.DIVORCED),
    ("zh", "想回国探亲一趟", Event.TRIP_ABROAD),
    ("zh", "12月彻底回国", Event.LEAVING_FOR_GOOD),
    ("vi", "visa em sap het han", Event.STAY_ENDS),
    ("vi", "tôi nhập cảnh ngày 2/11", Event.ARRIVAL),
    ("vi", "mình mới chuyển nhà", Event.ADDRESS_CHANGE),
    ("vi", "em vừa làm hộ chiếu mới", Event.PASSPORT_CHANGE),
    ("vi", "tuần sau mình đổi công ty", Event.WORKPLACE_CHANGE),
    ("vi", "em nghi viec hom qua", Event.CONTRACT_ENDED),
    ("vi", "đã nộp đơn đổi xưởng", Event.WORKPLACE_CHANGE_APPLIED),
    ("vi", "mình chuyển trường", Event.SCHOOL_CHANGE),
    ("vi", "vợ em mới sinh con", Event.CHILD_BORN),
    ("vi", "em đã ly hôn", Event.DIVORCED),
    ("vi", "em về nước thăm gia đình", Event.TRIP_ABROAD),
    ("vi", "em ve nuoc luon", Event.LEAVING_FOR_GOOD),
    ("mn", "виз маань 12 сард дуусна", Event.STAY_ENDS),
    ("mn", "Солонгост 11 сарын 2-нд ирсэн", Event.ARRIVAL),
    ("mn", "өнгөрсөн долоо хоногт нүүсэн", Event.ADDRESS_CHANGE),
    ("mn", "шинэ паспорт авсан", Event.PASSPORT_CHANGE),
    ("mn", "шинэ ажилд орно", Event.WORKPLACE_CHANGE),
    ("mn", "ажлаасаа гарсан", Event.CONTRACT_ENDED),
    ("mn", "ажлын байр солих өргөдөл өгсөн", Event.WORKPLACE_CHANGE_APPLIED),
    ("mn", "сургуулиа сольсон", Event.SCHOOL_CHANGE),
    ("mn", "хүүхэд маань өчигдөр төрсөн", Event.CHILD_BORN),
    ("mn", "нөхрөөсөө салсан", Event.DIVORCED),
    ("mn", "Монгол явж хүнтэй уулзаад буцаж ирнэ", Event.TRIP_ABROAD),
    ("mn", "бүрмөсөн буцах гэж байна", Event.LEAVING_FOR_GOOD),
    ("ru", "виза заканчивается 03.12.2026", Event.STAY_ENDS),
    ("ru", "приехала в Корею 2 ноября", Event.ARRIVAL),
    ("ru", "я переехал на прошлой неделе", Event.ADDRESS_CHANGE),
    ("ru", "получил новый паспорт", Event.PASSPORT_CHANGE),
    ("ru", "выхожу на новую работу", Event.WORKPLACE_CHANGE),
    ("ru", "меня уволили вчера", Event.CONTRACT_ENDED),
    ("ru", "подал заявление на смену завода", Event.WORKPLACE_CHANGE_APPLIED),
    ("ru", "перевелась в другой университет", Event.SCHOOL_CHANGE),
    ("ru", "у нас родился ребёнок", Event.CHILD_BORN),
    ("ru", "мы развелись в мае", Event.DIVORCED),
    ("ru", "еду домой и вернусь", Event.TRIP_ABROAD),
    ("ru", "уезжаю навсегда", Event.LEAVING_FOR_GOOD),
    ("uz", "vizam dekabrda tugaydi", Event.STAY_ENDS),
    ("uz", "Koreyaga 2-noyabrda keldim", Event.ARRIVAL),
    ("uz", "oʻtgan hafta koʻchdim", Event.ADDRESS_CHANGE),
    ("uz", "yangi pasport oldim", Event.PASSPORT_CHANGE),
    ("uz", "yangi ishga kirdim", Event.WORKPLACE_CHANGE),
    ("uz", "ишдан бўшадим", Event.CONTRACT_ENDED),
    ("uz", "zavodni almashtirishga ariza berdim", Event.WORKPLACE_CHANGE_APPLIED),
    ("uz", "universitetni almashtirdim", Event.SCHOOL_CHANGE),
    ("uz", "farzandim tug'ildi", Event.CHILD_BORN),
    ("uz", "erim bilan ajrashdim", Event.DIVORCED),
    ("uz", "uyga borib kelmoqchiman", Event.TRIP_ABROAD),
    ("uz", "butunlay ketaman", Event.LEAVING_FOR_GOOD),
    ("ur", "میرا ویزا 3 دسمبر کو ختم ہو رہا ہے", Event.STAY_ENDS),
    ("ur", "mera visa khatam ho raha hai", Event.STAY_ENDS),
    ("ur", "میں 2 نومبر کو کوریا آیا", Event.ARRIVAL),
    ("ur", "ہم نے گھر بدل لیا", Event.ADDRESS_CHANGE),
    ("ur", "نیا پاسپورٹ ملا ہے", Event.PASSPORT_CHANGE),
    ("ur", "نئی نوکری شروع کر رہا ہوں", Event.WORKPLACE_CHANGE),
    ("ur", "نوکری چھوڑ دی", Event.CONTRACT_ENDED),
    ("ur", "کمپنی بدلنے کی درخواست دے دی", Event.WORKPLACE_CHANGE_APPLIED),
    ("ur", "میں نے یونیورسٹی تبدیل کی", Event.SCHOOL_CHANGE),
    ("ur", "کل ہمارا بچہ پیدا ہوا", Event.CHILD_BORN),
    ("ur", "ہماری طلاق ہو گئی", Event.DIVORCED),
    ("ur", "چھٹی پر پاکستان جا رہا ہوں", Event.TRIP_ABROAD),
    ("ur", "ہمیشہ کے لیے واپس جا رہا ہوں", Event.LEAVING_FOR_GOOD),
]
NOT_FOUND = [
    *(
        ("ko", text)
        for text in ("그만할래요", "그만둘게요", "뒤로", "건너뛰기", "아니요 다시", "비자 기간", "완전 좋아요")
    ),
    *(
        ("en", text)
        for text in ("quit", "i quit", "stop", "go back", "skip", "leave it", "i was born in 1990", "deadline")
    ),
    *(("zh", text) for text in ("算了", "不想继续了", "返回", "跳过", "期限是什么时候")),
    *(("vi", text) for text in ("thôi", "dừng lại", "quay lại", "bỏ qua", "han chot khi nao")),
    *(("mn", text) for text in ("болих", "зогс", "буцах", "алгасах", "хугацаа хэзээ вэ")),
    *(
        ("ru", text)
        for text in ("хватит", "стоп", "назад", "пропустить", "какие сроки", "начальник на работе во вторник")
    ),
    *(("uz", text) for text in ("bas", "toʻxtat", "orqaga", "oʻtkazib yubor", "muddat qachon", "ishonaman")),
    *(("ur", text) for text in ("بس", "رکو", "واپس", "چھوڑو", "wapas", "آخری تاریخ کب ہے")),
    ("ko", "전세 계약이 12월에 끝나요"),
    ("ko", "이혼하고 싶은데 확인서는요"),
    ("en", "my visa ends in May and I moved to a new house"),
    ("en", "my lease contract ends in May"),
    ("en", "holiday pay in my country"),
    ("ru", "в новом году работа"),
    ("ko", "아이 학교를 옮겼어요"),
    ("en", "I want to divorce"),
    ("en", "I moved to Korea"),
    ("en", "my passport expires"),
    ("zh", "租房合同到期"),
    ("vi", "hợp đồng thuê nhà hết hạn"),
    ("mn", "байрны гэрээ дуусна"),
    ("ru", "договор аренды заканчивается"),
    ("uz", "uy ijara shartnomasi tugaydi"),
    ("ur", "مکان کا معاہدہ ختم ہو رہا ہے"),
]


@pytest.mark.parametrize(("language", "text", "event"), FOUND)
def test_a_message_names_its_event(language: str, text: str, event: Event) -> None:
    assert find_event(text, Language(language)) is event


@pytest.mark.parametrize(("language", "text"), NOT_FOUND)
def test_no_event_is_taken_from_other_words_or_from_two_events(language: str, text: str) -> None:
    assert find_event(text, Language(language)) is None


def test_every_event_that_can_be_chosen_is_named_in_every_language_above() -> None:
    named = {language: {event for code, _, event in FOUND if code == language} for language in Language}
    assert {len(events) for events in named.values()} == {12}
