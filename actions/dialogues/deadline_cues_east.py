"""Words that name an event in Korean, Chinese, Mongolian, Russian and Urdu; deadline_cues.py reads the rules."""

from knowledge.deadlines import Event
from knowledge.languages import Language

EAST: dict[Language, dict[Event, tuple[str, ...]]] = {
    Language.KO: {
        Event.STAY_ENDS: (
            "체류기간|체류 만료|비자|사증|등록증|영주증 + 만료|끝나|끝났|끝난|연장|까지예|까지에|까지입"
            "|까지인데 - 여권",
        ),
        Event.ARRIVAL: (
            "입국했|입국한|입국일|한국에 왔|한국 왔|한국에 온|한국에 들어왔|한국에 도착|한국 도착 - 재입국"
            "|다시",
        ),
        Event.ADDRESS_CHANGE: (
            "이사했|이사한|이사갔|이사간|이사갈|이사하|이사왔|이사온|주소가 바뀌|주소가 바뀐|주소가 바꼈"
            "|주소를 바|주소 변경|주소를 옮|집을 옮",
        ),
        Event.PASSPORT_CHANGE: ("여권 + 새|갱신|재발급|바꿨|바뀌|바뀐|바꾸|변경|발급|다시 만들 - 비자",),
        Event.WORKPLACE_CHANGE: (
            "새 직장|새 회사|직장을 옮|직장 옮|회사를 옮|회사 옮|직장을 바|회사를 바|이직했|이직하|첫 출근"
            "|입사|근무처 변경|사업장 변경|알바를 시작|알바 시작|일을 시작|취직했 - 신청",
        ),
        Event.CONTRACT_ENDED: (
            "근로계약|고용계약|회사 계약|계약 + 끝나|끝났|끝난|만료|종료|해지 - 전세|월세|임대|보증금|집|비자",
            "퇴사|퇴직했|퇴직한|퇴직하|해고|잘렸|짤렸|사직|회사를 그만|회사 그만|직장을 그만|직장 그만|일을"
            " 그만|알바 그만",
        ),
        Event.WORKPLACE_CHANGE_APPLIED: (
            "사업장 변경|근무처 변경|사업장을 변경 + 신청했|신청한|신청을 했|신청서를 냈|접수했|접수한",
            "고용센터 + 신청했|신청한|접수했 - 실업|구직급여",
        ),
        Event.SCHOOL_CHANGE: ("학교|대학|어학당 + 옮|바꿨|바꾸|바뀌|바뀐|편입|전학 - 아이|아들|딸|자녀",),
        Event.CHILD_BORN: ("아기|아이|애기|아들|딸|자녀 + 태어|낳았|낳은|출생", "출산했|출산한"),
        Event.DIVORCED: ("이혼했|이혼한|이혼이 확정|이혼 확정|이혼신고를 했|이혼신고했 - 확인서|확인을",),
        Event.TRIP_ABROAD: (
            "고향|본국|해외|외국|나라 + 다녀오|다녀올|다녀와|갔다 오|갔다 올|갔다 와 - 완전|영구",
            "재입국 - 완전|영구",
        ),
        Event.LEAVING_FOR_GOOD: ("완전|영구|아주|영영 + 출국|귀국|떠나|떠날|떠났|돌아가|돌아갈|돌아갔 - 재입국",),
    },
    Language.ZH: {
        Event.STAY_ENDS: (
            "签证|簽證|居留|滞留|停留|登录证|登陆证 + 到期|过期|截止|期满|结束|延长|延期|有效期 - 护照",
            "延签|延簽 - 护照",
        ),
        Event.ARRIVAL: ("入境|来韩国|来到韩国|到韩国|到达韩国|抵达韩国 - 再入境|重新入境|再来|再次|回来",),
        Event.ADDRESS_CHANGE: (
            "搬家|搬到|搬进|搬了|换地址|地址变|住址变|新地址|换住址|改地址|地址换|换房子 - 搬到韩国|搬来韩国",
        ),
        Event.PASSPORT_CHANGE: ("护照 + 新|换|更新|补办|签发 - 签证",),
        Event.WORKPLACE_CHANGE: (
            "换工作|换了工作|换公司|换了公司|换厂|换单位|新工作|新公司|新单位|跳槽|入职|开始上班|开始工作"
            "|第二份工作|变更工作 - 申请|离职|找",
        ),
        Event.CONTRACT_ENDED: (
            "合同 + 到期|结束|终止|期满|解除 - 租|房|签证|保证金",
            "辞职|离职|被解雇|被开除|被辞退|炒鱿鱼|失业了|辞工",
        ),
        Event.WORKPLACE_CHANGE_APPLIED: (
            "换工作|换厂|换单位|变更工作|更换单位|变更事业场|更换工作|雇佣中心|雇用中心 + 申请了|已申请"
            "|已经申请|申请过|提交了|递交了",
        ),
        Event.SCHOOL_CHANGE: ("换学校|换了学校|转学|换大学|换了大学|转校|插班 - 孩子|儿子|女儿",),
        Event.CHILD_BORN: (
            "孩子|宝宝|儿子|女儿|小孩|婴儿 + 出生|生下|刚生",
            "生了孩子|生孩子了|生了宝宝|生了儿子|生了女儿|生了个",
        ),
        Event.DIVORCED: ("离婚了|已离婚|已经离婚|离了婚|离婚生效|办完离婚 - 没|想|如果|确认书|怎么",),
        Event.TRIP_ABROAD: (
            "回国|出国|回家乡|回老家|出境|回中国 + 再回|再来|回来|探亲|旅行|旅游|度假|休假|几天|一趟 - 永久"
            "|彻底|不回",
            "再入境|重新入境 - 永久|彻底|不回",
        ),
        Event.LEAVING_FOR_GOOD: ("永久|彻底|永远|不再回|再也不 + 离开|回国|离境|出境",),
    },
    Language.MN: {
        Event.STAY_ENDS: (
            "виз|viz|оршин суух|суух хугацаа|үнэмлэх|айди карт + дуус|сунга|сунг|duus|sung - паспорт|гэрээ",
        ),
        Event.ARRIVAL: (
            "солонгос|solongos|сөүл|сэүл + ирсэн|ирлээ|ирнэ|орж ирсэн|орсон|irsen|irlee|orson - буцаж|эргэж"
            "|дахин|butsaj|хуулийн",
        ),
        Event.ADDRESS_CHANGE: (
            "нүүсэн|нүүлээ|нүүнэ|нүүж|нvvсэн|нvvлээ|nuusen|nuulee|nuune - солонгос|solongos",
            "хаяг|hayag + өөрч|солигд|сольсон|шинэ|oorch|soligd|solison|shine",
        ),
        Event.PASSPORT_CHANGE: (
            "паспорт|pasport|passport + шинэ|сольсон|солих|солино|солиул|shine|solison - виз|viz",
        ),
        Event.WORKPLACE_CHANGE: (
            "ажил|ажлын|ажлаа|ажлын байр|ajil|ajlaa|үйлдвэр|компани + шинэ|сольсон|солих|солино|эхэлсэн|эхлэх"
            "|эхэлнэ|эхэллээ|shine|solison|solih|ehelsen - өргөдөл|хүсэлт|orgodol|huselt|хайж",
        ),
        Event.CONTRACT_ENDED: (
            "гэрээ|geree + дуус|цуцал|duus|tsutsal - байр|түрээс|барьцаа|виз",
            "ажлаас|ажлаасаа|ajlaas + гарсан|гарлаа|гарна|гарах|халагд|халсан|garsan|garlaa|halagd",
        ),
        Event.WORKPLACE_CHANGE_APPLIED: (
            "ажил|ажлын|ажлаа|ajil|ajlaa + солих|солиул|solih + өргөдөл|хүсэлт|orgodol|huselt + өгсөн"
            "|гаргасан|өглөө|ogson|gargasan",
        ),
        Event.SCHOOL_CHANGE: (
            "сургууль|сургуул|surguul + сольсон|солих|солино|шилжсэн|шилжинэ|шилжих|solison|solih - хүүхд"
            "|охин",
        ),
        Event.CHILD_BORN: ("хүүхэд|хүү_|охин|huuhed|хүүхд + төрсөн|төрлөө|төрүүлсэн|torson|torloo",),
        Event.DIVORCED: (
            "нөхр|нөхөр|эхнэр|nohor|ehner + салсан|салла|salsan - хүсэ|бол_",
            "гэрлэлт + цуцалсан|цуцаллаа|цуцлуулсан|цуцлагд",
        ),
        Event.TRIP_ABROAD: (
            "монгол|mongol|нутаг|гадаад|эх орон + буцаж ирнэ|буцаж ирэх|эргэж ирнэ|эргэж ирэх|очоод ирнэ"
            "|очоод ирэх|яваад ирнэ|яваад ирэх|butsaj irne|ochood irne - бүрмөсөн|бvрмөсөн",
        ),
        Event.LEAVING_FOR_GOOD: ("бүрмөсөн|бvрмөсөн|burmuson|burmosun|burmusun + буц|яв|харь|butsa|yav",),
    },
    Language.RU: {
        Event.STAY_ENDS: (
            "виз|viza|vizu|vizy|пребыван|айди карт|карта регистрац + заканчива|закончи|кончает|истека|истек"
            "|истеч|продл|zakanch|istek|prodl - паспорт",
        ),
        Event.ARRIVAL: (
            "приехал|прибыл|въехал|прилетел|прилетаю|приезжаю|priehal|priletel + коре|сеул|инчхон|инчон|kore"
            "|seul - снова|обратно|опять",
            "дата въезда|день въезда",
        ),
        Event.ADDRESS_CHANGE: (
            "переехал|переезжаю|переезжаем|перееду|переезд|pereehal - в корею|v koreyu",
            "адрес + сменил|смен|новый|поменял|измен",
        ),
        Event.PASSPORT_CHANGE: ("паспорт|pasport + новый|нового|новом|поменял|замен|сменил|обмен|выдали|novy - виз",),
        Event.WORKPLACE_CHANGE: (
            "работ|завод|компани|фирм|место работы|rabot|zavod + новой|новую|новая|новый|новом месте|вторую|вторая"
            "|начал_|начала_|начинаю|начну|сменил|сменю|поменял|устроил|перешел|перешла|novu|nachal_"
            "|smenil - заявлен|подал|уволи|ищу|паспорт",
        ),
        Event.CONTRACT_ENDED: (
            "контракт|трудовой договор|договор + заканчива|закончи|истека|истек|кончает|расторг - аренд|жиль"
            "|квартир|залог|виз",
            "уволил|уволен|увольня|уволюсь|потерял работу|потеряла работу|ушел с работы|ушла с работы|uvoli"
            "|uvoln",
        ),
        Event.WORKPLACE_CHANGE_APPLIED: (
            "подал|подала|подали|podal + смену|перевод|смене|smenu + завод|работ|места|месте|компани|zavod"
            "|rabot",
        ),
        Event.SCHOOL_CHANGE: (
            "университет|вуз_|школ|институт|колледж + перевелся|перевелась|перевожусь|сменил|сменила|поменял"
            "|поменяла - ребен|сын|дочь|дочк|детей",
        ),
        Event.CHILD_BORN: ("ребен|дочь|дочк|сын_|малыш|rebenok + родил|рожден|появил|rodil", "я родила|жена родила"),
        Event.DIVORCED: ("развелся|развелась|развелись|развод вступил|razvelas|razvelsya - если|не развел",),
        Event.TRIP_ABROAD: (
            "поеду|еду_|полечу|лечу|съезд|слета|уезжаю|выезжаю|домой|на родину|в отпуск|за границу + вернусь"
            "|вернуться|вернемся|в гости|в отпуск|ненадолго|съездить - навсегда|насовсем",
            "повторный въезд|обратный въезд|разрешение на въезд - навсегда|насовсем",
        ),
        Event.LEAVING_FOR_GOOD: (
            "навсегда|насовсем|окончательно|navsegda + уезжа|уеду|уехал|покида|возвраща|вернусь|вылета|лечу"
            "|улета|uezzha|uedu",
        ),
    },
    Language.UR: {
        Event.STAY_ENDS: (
            "ویزا|ویزہ|ویزے|قیام|رہائشی کارڈ|visa|viza + ختم|ایکسپائر|توسیع|بڑھوا|khatam|khatm|expire|extend"
            "|barhwa - پاسپورٹ|معاہد|passport",
        ),
        Event.ARRIVAL: (
            "کوریا|سیول|korea|seoul + آیا|آئی ہوں|آئی تھی|پہنچا|پہنچی|داخل ہو|aaya|aya_|aayi|pohncha|pahuncha"
            " - واپس|دوبارہ|wapas|dobara",
        ),
        Event.ADDRESS_CHANGE: (
            "پتہ|پتا|ایڈریس|گھر|مکان|فلیٹ|address|ghar|makan + بدل|تبدیل|نیا|نئے|شفٹ|منتقل|badal|tabdeel"
            "|shift|naya - کمپنی|نوکری|company|naukri",
        ),
        Event.PASSPORT_CHANGE: (
            "پاسپورٹ|passport|pasport + نیا|نئے|بدل|تبدیل|بنوا|جاری|naya|naye|badal|renew|new_|banwa - ویز"
            "|visa",
        ),
        Event.WORKPLACE_CHANGE: (
            "نوکری|جاب|کام|کمپنی|فیکٹری|ملازمت|naukri|nokri|job|kaam|company|factory + نئی|نیا|نئے|دوسری"
            "|دوسرا|شروع|بدل|تبدیل|nayi|naya|nai_|shuru|badal|dusri|doosri - درخواست|تلاش|چھوڑ|گھر|پاسپورٹ"
            "|darkhwast|apply|application|talash|chor|chhor|ghar|passport",
        ),
        Event.CONTRACT_ENDED: (
            "معاہدہ|معاہدے|کنٹریکٹ|contract|agreement + ختم|مکمل|khatam|khatm|expire - کرای|مکان|گھر|ویز"
            "|kiraya|ghar|visa",
            "نوکری|جاب|ملازمت|naukri|nokri|job + چھوڑ|نکال|برطرف|چلی گئی|ختم|استعف|chhor|chor|nikal|khatam"
            "|resign",
            "برطرف",
        ),
        Event.WORKPLACE_CHANGE_APPLIED: (
            "درخواست|darkhwast|apply|application + کمپنی|فیکٹری|کام کی جگہ|company|factory + بدل|تبدیل|badal"
            "|change|tabdeel + دی_|دے دی|جمع|کر دی|di_|jama|kar di|kar diya",
        ),
        Event.SCHOOL_CHANGE: (
            "سکول|اسکول|یونیورسٹی|کالج|university|school|college + بدل|تبدیل|ٹرانسفر|badal|change|transfer"
            " - بچ|بیٹ|bach|beta|beti|bete",
        ),
        Event.CHILD_BORN: ("بچہ|بچی|بچے|بیٹا|بیٹی|bacha|bachi|bache|beta|beti + پیدا|ولادت|paida|pida|born",),
        Event.DIVORCED: (
            "طلاق|talaq|talak|divorce + ہو گئی|ہوگئی|ہو چکی|ہوئی|ho gayi|ho gai|hogai|hogayi|hui_|ho chuki"
            " - اگر|agar|چاہ|chah",
        ),
        Event.TRIP_ABROAD: (
            "پاکستان|وطن|گھر|ملک|باہر|pakistan|ghar|mulk + واپس آ|واپس کوریا|چھٹی|چھٹیوں|wapas aa|wapas korea"
            "|chutti|chhutti - ہمیشہ|مستقل|hamesha",
            "ری انٹری|reentry|re-entry - ہمیشہ|مستقل|hamesha",
        ),
        Event.LEAVING_FOR_GOOD: (
            "ہمیشہ کے لیے|ہمیشہ کیلئے|ہمیشہ کے لئے|مستقل طور|hamesha|permanently|for good + جا|واپس|چھوڑ|ja_"
            "|jana|ja raha|ja rahi|wapas|chor|chhor",
        ),
    },
}  # fmt: skip
