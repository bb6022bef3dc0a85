"""A made-up day at the desk: who is in the handbook's pictures and the browser test of the day, and what they say."""

from dataclasses import dataclass

CENTRE, OTHER_CENTRE = "seoul-global-center", "geumcheon-foreign-workers-centre"


@dataclass(frozen=True)
class Colleague:
    """Somebody at the desk, as an administrator adds them."""

    email: str
    name: str
    role: str
    languages: tuple[str, ...]
    centres: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """Somebody who has asked for a counsellor so many minutes ago."""

    minutes: int
    language: str
    centre: str | None
    question: str


HANA = Colleague("hana@example.org", "김하나", "counsellor", ("ko", "en"), topics=("job",))
QUANG = Colleague("quang@example.org", "응우옌 반 꽝", "counsellor", ("vi", "ko"), (CENTRE,))
MINJI = Colleague(
    "minji@example.org", "이민지", "supervisor", ("ko", "zh"), (CENTRE, "seoul-foreign-residents-support-centre")
)
COLLEAGUES = (
    HANA,
    QUANG,
    Colleague("ayesha@example.org", "아이샤 칸", "interpreter", ("ur", "en")),
    Colleague("bat@example.org", "바트 볼드", "editor", ("mn", "ko")),
    MINJI,
    Colleague("jun@example.org", "최준", "auditor", ("ko",)),
)
UNPAID = Waiting(4, "ur", CENTRE, "مالک نے دو مہینے سے تنخواہ نہیں دی، میں کیا کروں؟")
IN_DANGER = Waiting(2, "vi", None, "Chồng tôi đánh tôi, tôi sợ lắm")
QUEUE = (
    Waiting(24, "zh", CENTRE, "房东不退押金，怎么办？"),
    Waiting(17, "mn", None, "Би визээ хаана сунгуулах вэ?"),
    Waiting(11, "uz", OTHER_CENTRE, "Ishxonada qoʻlimni jarohatladim, nima qilay?"),
    Waiting(6, "en", CENTRE, "How do I register the birth of my child?"),
    IN_DANGER,
)
NOTE = "계약서와 통장 사본을 가지고 있다고 합니다. 금천 센터의 노무 상담일을 알아보는 중입니다."
REASON = "우르두어 노무 상담을 이어서 부탁드립니다."
THANKS = "شکریہ، میں آ جاؤں گا"
LAST_WORDS = "السلام علیکم، ہم نے آپ کی شکایت تیار کر لی ہے۔"
CASE = "두 달 치 임금을 받지 못함. 지금도 같은 곳에서 일하고 있음. 진정 절차와 서류를 안내하고 노무 상담에 연계함."
REFERRED_TO = "금천외국인노동자센터"
