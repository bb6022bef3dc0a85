"""Which section of an article a question is about: papers, cost, place, penalty, conditions; otherwise what to do."""

from functools import cache

from knowledge.folding import fold
from knowledge.languages import Language

DEFAULT_SECTION = "steps"

# Stems as people type them, also in the other alphabets they use; compared after folding.
CUES: dict[Language, dict[str, tuple[str, ...]]] = {
    Language.KO: {
        "papers": ("서류", "준비물", "증명서", "뭐 가져"),
        "cost-time": ("수수료", "얼마", "비용", "며칠", "기간", "언제까지", "기한", "몇 개월", "몇 달"),
        "ask": ("어디", "전화", "연락처", "주소", "몇 번"),
        "warnings": ("벌금", "과태료", "범칙금", "처벌", "불이익", "늦으면", "안 하면"),
        "who": ("자격", "대상", "조건", "누가"),
    },
    Language.EN: {
        "papers": ("document", "paper", "what do i bring", "what to bring", "certificate"),
        "cost-time": ("how much", "fee", "cost", "price", "how long", "deadline", "how many days", "how many months"),
        "ask": ("where", "phone", "number to call", "who do i call", "address", "contact"),
        "warnings": ("penalty", "fine ", "fined", "what happens if", "punish", "if i don't", "too late"),
        "who": ("eligible", "qualify", "who can", "condition", "requirement"),
    },
    Language.ZH: {
        "papers": ("材料", "文件", "证件", "带什么", "资料", "cailiao"),
        "cost-time": ("多少钱", "费用", "手续费", "多久", "期限", "几天", "几个月", "什么时候"),
        "ask": ("哪里", "哪儿", "在哪", "电话", "地址", "找谁"),
        "warnings": ("罚", "处罚", "后果", "会怎样", "不办"),
        "who": ("条件", "资格", "谁可以", "什么人"),
    },
    Language.VI: {
        "papers": ("giấy tờ", "hồ sơ", "tài liệu", "mang theo gì", "giấy gì"),
        "cost-time": ("bao nhiêu", "lệ phí", "phí", "bao lâu", "thời hạn", "mấy ngày", "mấy tháng"),
        "ask": ("ở đâu", "chỗ nào", "điện thoại", "địa chỉ", "số nào", "hỏi ai"),
        "warnings": ("bị phạt", "phạt", "có sao không", "trễ", "quá hạn"),
        "who": ("điều kiện", "ai được", "đối tượng"),
    },
    Language.MN: {
        "papers": ("бичиг баримт", "материал", "бичиг", "юу авч очих", "barimt", "bichig"),
        "cost-time": ("хэд вэ", "хэдэн", "төлбөр", "хураамж", "хугацаа", "хэр удаан", "хэзээ", "heden", "hed ve"),
        "ask": ("хаана", "хаашаа", "утас", "хаяг", "хэнээс", "haana", "utas"),
        "warnings": ("торгууль", "торгох", "шийтгэл", "хоцорвол", "яах бол", "torguuli"),
        "who": ("болзол", "нөхцөл", "хэн авч", "шаардлага"),
    },
    Language.RU: {
        "papers": ("документ", "бумаг", "справк", "что взять с собой", "dokument"),
        "cost-time": ("сколько", "стоит", "цена", "пошлин", "сбор", "срок", "как долго", "когда", "skolko"),
        "ask": ("где", "куда", "телефон", "адрес", "номер", "к кому", "kuda", "gde "),
        "warnings": ("штраф", "наказ", "последств", "что будет", "опозда", "shtraf"),
        "who": ("услови", "кто может", "имею ли право", "требован"),
    },
    Language.UZ: {
        "papers": ("hujjat", "qogʻoz", "nima olib bor", "spravka", "dokument"),
        "cost-time": ("qancha", "narx", "toʻlov", "necha", "muddat", "qachon"),
        "ask": ("qayer", "telefon", "manzil", "nomer", "kimga", "qayoq"),
        "warnings": ("jarima", "jazo", "shtraf", "nima boʻladi", "kech qol"),
        "who": ("shart", "kimlar", "kim oladi", "talab"),
    },
    Language.UR: {
        "papers": ("دستاویز", "کاغذ", "ڈاکومنٹ", "کیا لے کر", "document", "kaghaz", "kagaz"),
        "cost-time": ("کتنا", "کتنی", "کتنے", "فیس", "کب تک", "مدت", "kitna", "kitni", "kitne", "fees"),
        "ask": ("کہاں", "فون", "نمبر", "پتہ", "کس سے", "kahan", "number"),
        "warnings": ("جرمانہ", "سزا", "کیا ہوگا", "دیر", "jurmana", "saza"),
        "who": ("شرط", "شرائط", "اہل", "کون لے", "sharait"),
    },
}


def find_section(question: str, language: Language) -> str:
    """Return the section with most of its cues in the question; DEFAULT_SECTION when there is none."""
    counts = _count_cues(question, language)
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else DEFAULT_SECTION


def names_section(question: str, language: Language) -> bool:
    """Tell whether a question has a cue for any section."""
    return any(_count_cues(question, language).values())


def _count_cues(question: str, language: Language) -> dict[str, int]:
    folded = fold(question, language)
    return {section: sum(cue in folded for cue in cues) for section, cues in _folded(language).items()}


@cache
def _folded(language: Language) -> dict[str, tuple[str, ...]]:
    """The cues in the spelling in which questions are compared; a final space matters ("fine ")."""
    return {
        section: tuple(fold(cue, language) + (" " if cue.endswith(" ") else "") for cue in cues)
        for section, cues in CUES[language].items()
    }
