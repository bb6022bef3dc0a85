"""The words by which a message about a job is known to speak of pay, of work, of leaving, or to be only rough."""

import re
from enum import StrEnum
from functools import cache

from knowledge.folding import fold
from knowledge.languages import Language


class Told(StrEnum):
    """What a message speaks of."""

    PAY = "pay"
    WORK = "work"
    QUIT = "quit"
    STAY = "stay"
    NEARLY = "nearly"  # less than the time that is named
    ABOUT = "about"
    STILL = "still"
    NOTHING = "nothing"
    NOT_MONTHLY = "not-monthly"  # the pay of an hour, a day, a week or a year


# Patterns of folded text in the order of Told.
_PATTERNS: dict[Language, tuple[str, ...]] = {
    Language.KO: (
        "월급|임금|급여|봉급|돈|체불|못 ?받|안 ?[줘줬주]|밀[렸린려]|미지급",
        "일했|일한|일하|일해|다녔|다니|다녀|근무|근속|시작|입사|재직|취직",
        "퇴사|그만|퇴직(?!금)|끝났|나왔|잘렸|해고|관뒀",
        "한국|비자|사증|체류",
        "거의|안 ?[됐되돼]|못 ?[됐되돼]|미만|모자라",
        "정도|쯤|약 |가량|대략",
        "아직|계속|지금도|현재",
        "없음|없어요?|없습니다|다 받았(?:어요|습니다)?",
        "시급|시간당|일당|하루|연봉|주급",
    ),
    Language.EN: (
        r"\bpay|paid|wage|salary|money|\bowe",
        r"\bwork|\bstart|\bbegan|\bjoin|employed|\bjob\b|\bsince\b",
        r"\bquit|\bleft\b|\bleav|resign|\bfired|dismiss|\bended|finish|stopped|laid off",
        r"korea|visa|\bstay",
        r"almost|nearly|less than|\bunder\b|not yet|not even|\bbelow\b",
        r"about|around|approx|roughly|or so\b|~",
        r"\bstill\b|currently|\bnow\b|at present",
        r"none|no|nothing|zero|(?:it is |it was )?all paid",
        r"hour|\bh\b|\bdaily|day\b|\byear|annual|week",
    ),
    Language.ZH: (
        "工资|工資|薪|钱|錢|欠|没发|没给|不给|沒給",
        "工作|上班|干了|做了|开始|開始|入职|入職|打工|就职",
        "离职|離職|辞|辭|解雇|开除|结束|結束|走了|不干了|不做了",
        "韩国|韓國|签证|簽證|居留",
        "不到|快|将近|將近|不足|接近|几乎|差一点",
        "差不多|大概|大约|左右|约",
        "还在|還在|仍|现在|目前",
        "没有|沒有|无|都发了|都给了",
        "时薪|時薪|小时|小時|日薪|每天|一天|年薪|周薪",
    ),
    Language.VI: (
        r"\bluong\b|\btien\b|\btra\b|\bno\b",
        r"\blam\b|bat dau|cong viec|\btu ngay\b",
        r"\bnghi\b|thoi viec|ket thuc|sa thai|bi duoi",
        r"han quoc|visa|thi thuc|cu tru",
        r"\bgan\b|\bchua\b|\bduoi\b|\bsuyt\b|khong du\b",
        r"\bkhoang\b|\btam\b|\bchung\b",
        r"\bvan\b|con (?:dang )?lam|dang lam|hien tai",
        r"khong(?: co)?|khong thang nao|da tra het",
        r"\bgio\b|\btieng\b|ngay\b|\bnam\b|\btuan\b",
    ),
    Language.MN: (
        r"цалин|мөнгө|tsalin|calin|mongo\b|өгөөгүй|төлөөгүй|ogoogui",
        r"ажилла|ажилд|эхэл|эхлэ|ajill|ehel",
        r"гарсан|гарлаа|халагд|дууссан|больсон|garsan|halagd",
        r"солонгос|виз|solongos|viz|оршин суу",
        r"бараг|хүрэхгүй|хүрээгүй|шахам|доош|дутуу|barag",
        r"орчим|ойролцоо|orchim",
        r"одоо|одоог|хэвээр|odoo",
        r"байхгүй|үгүй|bhgui|baihgui|ugui",
        r"цаг|өдөр|өдрийн|жил|долоо хоног|tsag",
    ),
    Language.RU: (
        r"зарплат|\bзп\b|деньг|денег|плат|должн|долг|zarplat|deneg",
        r"работ|устроил|начал|трудоустр|rabota|nachal",
        r"увол|ушел|ушла|законч|последний день|uvol",
        r"коре|виз[аеуы]\b|пребыван",
        r"почти|меньше|менее|не полн|неполн|без малого|pochti",
        r"около|примерно|где-то|приблизительно|okolo",
        r"еще|до сих пор|сейчас|пока|esche",
        r"нет|ни одного|нисколько|все (?:за|вы)платили",
        r"\bв час|час[ао]?\b|в день|в год|годов|в неделю",
    ),
    Language.UZ: (
        r"oylik|maosh|ish haqi|\bpul|tolamad|bermad|bermay|qarz",
        r"ishla|boshla|ishga kir",
        r"boshad|boshat|ketdim|chiqdim|chiqib|tugad|haydal",
        r"koreya|viza|istiqomat",
        r"deyarli|\bkam\b|yetmay|toliq emas|bolmagan|bolmadi",
        r"taxminan|atrofida|chamasi|yaqin",
        r"hali|hozir|davom et",
        r"yoq|hech|hammasi tolangan",
        r"soat|kuniga|kunlik|yillik|yiliga|haftalik",
    ),
    Language.UR: (
        r"تنخواہ|پیس|اجرت|tan?kh?w?ah|paise|paisa|salary",
        r"کام|ملازمت|نوکری|شروع|kaam|naukri|\bjob\b|shuru",
        r"چھوڑ|نکال|ختم|استعفی|ch?hor|nikal|khatam|resign",
        r"کوریا|ویزا|ویزہ|korea|visa",
        r"\bکم\b|نہیں ہو|almost|se kam",
        r"تقریبا|لگ بھگ|قریب|taqr?ee?ban|lagbhag|qa?ree?b",
        r"ابھی|اب بھی|اب تک|abhi|ab bhi",
        r"نہیں|کوئی نہیں|کچھ نہیں|nahi|koi nahi",
        r"گھنٹ|روزانہ|دن|سالانہ|ghant|rozana|\bdin\b",
    ),
}


def tells(text: str, told: Told, language: Language) -> bool:
    """Whether a message speaks of something; of NOTHING only if it says nothing else."""
    folded, pattern = fold(text, language), _compiled(told, language)
    if told is Told.NOTHING:
        return pattern.fullmatch(folded.strip(" .!?~")) is not None
    return pattern.search(folded) is not None


@cache
def _compiled(told: Told, language: Language) -> re.Pattern[str]:
    pattern = _PATTERNS[language][list(Told).index(told)]
    return re.compile(fold(pattern, language) if language is Language.UR else pattern)
