"""Words that name an event in English, Vietnamese and Uzbek; deadline_cues.py says how its rules are read."""

from knowledge.deadlines import Event
from knowledge.languages import Language

LATIN: dict[Language, dict[Event, tuple[str, ...]]] = {
    Language.EN: {
        Event.STAY_ENDS: (
            "visa|period of stay|my stay|residence card|arc_|alien card + expir|ends|ended|ending|end on|run"
            " out|runs out|ran out|valid until|valid till|extend|extension|renew - passport",
        ),
        Event.ARRIVAL: (
            "arrived in|arrive in|arriving in|entered|came to|come to|landed in + korea|seoul|incheon - again"
            "|back",
            "i arrived|just arrived|we arrived|date of entry",
        ),
        Event.ADDRESS_CHANGE: (
            "i moved|i move|we moved|moved to|moved into|moving to|moved house|move house - korea|job|company"
            "|back",
            "address + new|chang|moved",
        ),
        Event.PASSPORT_CHANGE: ("passport + new|renew|chang|replac|reissu|issued - visa",),
        Event.WORKPLACE_CHANGE: (
            "new job|second job|new workplace|new company|new employer|new factory|changed job|change job"
            "|changed my job|change my job|changed workplace|change workplace|change of workplace|changed"
            " company|change company|changed employer|change employer - appl|looking for|search|school",
            "start|started|starting|begin|began|joined + job|work at|work in|working at|working in|a company"
            " - appl|looking",
        ),
        Event.CONTRACT_ENDED: (
            "contract|employment|my job + end|ended|ends|ending|expir|finish|terminat|over_ - rent|lease"
            "|house|room|deposit|jeonse|visa",
            "fired|dismissed|laid off|i resigned|i resign|quit my job|quit the job|quit my company|quit work"
            "|left my job|lost my job|left the company",
        ),
        Event.WORKPLACE_CHANGE_APPLIED: (
            "applied|my application|have applied + workplace change|change of workplace|change workplace"
            "|change my workplace|employment center|employment centre",
        ),
        Event.SCHOOL_CHANGE: (
            "chang|transfer|new_ + school|university|college|language institute - son|daughter|child|kid",
        ),
        Event.CHILD_BORN: ("baby|child|son_|daughter|kid_ + born|birth", "gave birth|newborn"),
        Event.DIVORCED: (
            "got divorced|am divorced|i'm divorced|we divorced|were divorced|divorced on|divorce took effect"
            "|divorce is final|divorce was final - if|not|confirmation",
        ),
        Event.TRIP_ABROAD: (
            "travel|trip|visit|vacation + abroad|overseas|home country|my country|hometown - for good"
            "|permanent",
            "re-entry|reentry|re entry - for good|permanent",
        ),
        Event.LEAVING_FOR_GOOD: (
            "for good|forever|permanently + leav|left|depart|going|go_|return - permanently resid",
        ),
    },
    Language.VI: {
        Event.STAY_ENDS: (
            "visa|thị thực|thẻ cư trú|thẻ ngoại kiều|thẻ người nước ngoài|thời hạn lưu trú|chứng minh thư"
            " + hết hạn|gia hạn|sắp hết|hết vào|hết ngày|còn hạn - hộ chiếu|passport",
        ),
        Event.ARRIVAL: ("nhập cảnh|đến hàn quốc|sang hàn|tới hàn|qua hàn quốc - tái nhập cảnh|quay lại|lại hàn",),
        Event.ADDRESS_CHANGE: (
            "chuyển nhà|đổi nhà|chuyển chỗ ở|đổi chỗ ở|đổi địa chỉ|chuyển địa chỉ|địa chỉ mới|chuyển phòng"
            "|chuyển trọ|dọn nhà|dọn đến|chuyển đến nhà",
        ),
        Event.PASSPORT_CHANGE: ("hộ chiếu|passport + mới|đổi|cấp|làm lại - visa",),
        Event.WORKPLACE_CHANGE: (
            "công ty mới|việc mới|đổi công ty|chuyển công ty|chuyển xưởng|đổi xưởng|đổi việc|chuyển việc|chỗ"
            " làm mới|đổi chỗ làm|chuyển chỗ làm|bắt đầu làm|nơi làm việc mới|đổi nơi làm việc|chuyển nơi làm"
            " việc - nộp|đã xin|đã đăng ký|tìm|hộ chiếu",
        ),
        Event.CONTRACT_ENDED: (
            "hợp đồng + hết|kết thúc|chấm dứt - nhà|thuê|phòng|trọ|cọc|visa",
            "nghỉ việc|thôi việc|bị sa thải|bị đuổi|mất việc|bỏ việc|bị cho nghỉ - trợ cấp|tiền",
        ),
        Event.WORKPLACE_CHANGE_APPLIED: (
            "nộp đơn|đã nộp|đã xin|đã đăng ký|nộp hồ sơ + đổi công ty|chuyển công ty|chuyển xưởng|đổi xưởng"
            "|nơi làm việc|trung tâm việc làm",
        ),
        Event.SCHOOL_CHANGE: ("chuyển trường|đổi trường|trường mới|chuyển đại học - con_|bé_",),
        Event.CHILD_BORN: (
            "con_|bé_|em bé + chào đời|được sinh|mới sinh|ra đời|sinh ngày",
            "sinh con|sinh bé|sinh em bé",
        ),
        Event.DIVORCED: (
            "đã ly hôn|đã li hôn|ly hôn rồi|li hôn rồi|ly hôn xong|mới ly hôn|vừa ly hôn - muốn|chưa|sắp|nếu"
            "|không",
        ),
        Event.TRIP_ABROAD: (
            "về nước|về việt nam|về quê|về vn|ra nước ngoài|xuất cảnh + quay lại|thăm|du lịch|nghỉ phép|chơi"
            "|rồi sang - luôn|vĩnh viễn",
            "tái nhập cảnh - luôn|vĩnh viễn",
        ),
        Event.LEAVING_FOR_GOOD: (
            "về nước|về việt nam|về vn|rời hàn|xuất cảnh + luôn|vĩnh viễn|hẳn_ - quay lại|thăm|sang",
        ),
    },
    Language.UZ: {
        Event.STAY_ENDS: (
            "viza|vizam|yashash muddat|turish muddat|qolish muddat|id karta|aydi + tugaydi|tugadi|tugayapti"
            "|tugab|tugash|bitadi|bitdi|bityapti|uzaytir|choʻz - pasport|shartnoma",
        ),
        Event.ARRIVAL: ("koreya|seul + keldim|kelganman|kelgan kun|kelaman|kirdim|yetib keldim - qayt|yana",),
        Event.ADDRESS_CHANGE: (
            "koʻchdim|koʻchib|koʻchdik|koʻchaman|koʻchamiz|koʻchganman|kuchdim|kuchib - koreyaga",
            "manzil|adres + oʻzgar|uzgar|almash|yangi",
        ),
        Event.PASSPORT_CHANGE: ("pasport|passport + yangi|almashtir|oʻzgar|uzgar|berilgan - viza",),
        Event.WORKPLACE_CHANGE: (
            "ish_|ishni|ishga|ishim|ish joy|zavod|kompaniya|korxona|firma + yangi|ikkinchi|boshladim"
            "|boshlayman|boshlaganman|almashtir|oʻzgartir|uzgartir|oʻtdim|kirdim - ariza|qidir|pasport",
        ),
        Event.CONTRACT_ENDED: (
            "shartnoma|kontrakt|dogovor + tugaydi|tugadi|tugayapti|bitdi|bitadi|bekor - uy_|ijara|kvartira"
            "|depozit|viza",
            "ishdan + boʻshadim|boʻshayman|boʻshat|ketdim|ketaman|haydal|haydash|chiqdim|chiqarib",
        ),
        Event.WORKPLACE_CHANGE_APPLIED: (
            "ariza + ish_|ishni|ish joy|zavod + almashtir|oʻzgartir|uzgartir + berdim|topshirdim|berganman"
            "|topshirganman",
        ),
        Event.SCHOOL_CHANGE: (
            "universitet|institut|maktab|oʻqish|kollej + almashtir|oʻzgartir|uzgartir|koʻchirdim|koʻchirma"
            " - bola|farzand|oʻgʻl|qizim",
        ),
        Event.CHILD_BORN: ("farzand|bola|chaqaloq|qizim|qizcha|oʻgʻl|oʻgʻil|qiz_ + tugʻil|tugʻdi|dunyoga kel",),
        Event.DIVORCED: ("ajrashdim|ajrashganman|ajrashdik|ajrashib boʻld|ajralishdim|ajralganman - agar",),
        Event.TRIP_ABROAD: (
            "uyga|vatan|oʻzbekiston|uzbekiston|chet el|yurtim + qaytib kel|borib kel|otpusk|taʼtil - butunlay"
            "|umrbod",
        ),
        Event.LEAVING_FOR_GOOD: ("butunlay|umrbod|bir umr + ket|qayt",),
    },
}  # fmt: skip
