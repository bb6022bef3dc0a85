"""The gateway behind the desk's pages, played in the browser: everything that a page can show, and what it asked."""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page, Route, expect

from tests.journeys.staged_desk import CENTRES, moment

RIGHTS = [
    *("read_tickets", "answer", "take_over", "plan_shifts", "keep_records"),
    *("read_reports", "edit_knowledge", "manage_people", "read_audit_log"),
]
HANA, DURI = {"id": "c1", "name": "김하나"}, {"id": "c2", "name": "이두리"}
ME = {
    **HANA,
    "email": "hana@example.org",
    "languages": ["ko", "en"],
    "role": "administrator",
    "rights": RIGHTS,
    "centres": [],
    "topics": [],
    "capacity": 4,
    "is_available": True,
    "second_factor": {"is_on": False, "is_required": False},
}
TODAY = moment()[:10]
QR = '<svg width="196" height="196"><path d="M20 20h150v150z"/></svg>'
INVITATION = {"link": "https://desk.example/desk#invitation=abc", "expires_at": moment(-7 * 24 * 60)}
GAP = {
    "id": "g1",
    "state": "open",
    "title": "반려동물을 데려올 수 있나요?",
    "area": "settlement",
    "questions": 1234,
    "languages": {"ko": 1000, "ur": 234},
    "wanting": 12,
    "first_at": moment(9000),
    "last_at": moment(5),
    "written": ["ko"],
    "published_at": None,
    "waiting": {"ur": 12},
}
RECORD = {
    "id": "r1",
    "ticket": None,
    "person": "p1",
    "counsellor": HANA,
    "centre": "city",
    "area": "job",
    "article": "job.unpaid-wages",
    "method": "phone",
    "language": "ur",
    "nationality": "PK",
    "stay_status": "E-9",
    "outcome": "referred",
    "referred_to": "서울고용노동청",
    "follow_up_on": TODAY,
    "expert": "legal",
    "text": "임금 두 달 체불",
    "consented_at": moment(60),
    "consulted_on": TODAY,
}


def heading(key: str) -> dict[str, str]:
    """A heading of a report's column."""
    return {"key": key, "ko": f"{key} 항목", "en": key.replace("_", " ").capitalize()}


def table(title: str, columns: str, *rows: list[object]) -> dict[str, Any]:
    """A table of a report."""
    return {
        "title": {"ko": f"{title} 표", "en": title},
        "columns": [heading(key) for key in columns.split()],
        "rows": rows,
    }


REPORT = {
    "period": {"since": TODAY, "until": TODAY},
    "totals": {"cases": 1234, "people": 900, "expert_cases": 30, "waiting_median": 4, "satisfaction": 4.6},
    "tables": {
        "by_centre": table("By centre", "centre cases people", ["city", 1000, 700], [None, 234, 200]),
        "by_nationality": table("By nationality", "nationality cases people", ["VN", 600, 500], ["MN", 634, 400]),
        "times_by_language": table("Times", "language closed waiting_median", ["ur", 12, None], ["ne", 3, 7]),
        "expert": table("Expert advice", "expert centre language cases people"),
    },
}


def person(one: dict[str, str], role: str, **more: object) -> dict[str, Any]:
    """Somebody at the desk, as an administrator sees them."""
    shape = {"role": role, "languages": ["ko", "ur"], "centres": [], "topics": ["job"], "capacity": 4}
    state = {"is_available": True, "is_present": True, "is_disabled": False, "second_factor": False}
    return {**one, **shape, **state, "email": f"{one['id']}@example.org", **more}


def shift(identity: str, who: dict[str, str], hours: str) -> dict[str, Any]:
    """A shift of today, Seoul time."""
    begins, ends = hours.split("-")
    return {
        "id": identity,
        "counsellor": who,
        "centre": "city",
        "starts_at": f"{TODAY}T{begins}:00+09:00",
        "ends_at": f"{TODAY}T{ends}:00+09:00",
    }


def make_answers() -> dict[str, Any]:
    """What is answered to each call that has not been staged otherwise."""
    entry = {"id": 9, "at": moment(3), "counsellor": HANA, "action": "person.changed", "subject_kind": "counsellor"}
    sample = {"language": "ur", "text": "کیا میں اپنی بلی لا سکتا ہوں؟", "created_at": moment(50), "found": "none"}
    texts = {"ko": {"title": "반려동물", "text": "검역 증명서가 있으면 데려올 수 있어요."}, "ur": None}
    device = {"id": "s1", "device": "Chrome, Windows", "created_at": moment(900), "seen_at": moment(1), "is_this": True}
    return {
        "GET session": {"counsellor": ME, "second_factor": "not_needed"},
        "GET sign-in-ways": {"password": True, "single_sign_on": {"name": "Seoul City"}},
        "GET sessions": {"sessions": [device, {**device, "id": "s2", "device": "Safari, iPhone", "is_this": False}]},
        "POST second-factor": {"secret": "ABCD EFGH", "uri": "otpauth://totp/x", "qr_svg": QR},
        "POST second-factor/confirm": {"recovery_codes": [f"abcd-efgh-{place:04}" for place in range(10)]},
        "GET tickets": {"tickets": [], "next": None, "counts": {}},
        "GET centres": {"centres": CENTRES},
        "GET people": {"people": [person(HANA, "administrator"), person(DURI, "counsellor", centres=["east"])]},
        "POST people": {"person": person(DURI, "counsellor"), "invitation": INVITATION},
        "POST people/import": {
            "added": [{"person": person(DURI, "counsellor"), "invitation": INVITATION}],
            "refused": [{"line": 3, "reason": "role"}, {"line": 5, "reason": "email-taken"}],
        },
        "GET shifts": {"shifts": [shift("h1", HANA, "09:00-13:00"), shift("h2", DURI, "13:00-18:00")]},
        "GET records": {"records": [RECORD, {**RECORD, "id": "r2", "language": "ne"}], "next": "r2"},
        "GET records/follow-ups": {"records": [RECORD]},
        "GET reports": REPORT,
        "GET gaps": {"gaps": [GAP, {**GAP, "id": "g2", "title": "운전면허는 어떻게 바꾸나요?"}], "next": None},
        "GET gaps/g1": {"gap": GAP, "samples": [sample], "texts": texts, "editors": {"ur": DURI}, "similar": []},
        "GET audit": {
            "entries": [{**entry, "subject": "c2", "details": {"role": ["counsellor", "editor"]}}],
            "next": 8,
        },
    }


@dataclass
class StagedPages:
    """Answers the calls of the desk's pages; `calls` holds method, path with query, and body of each."""

    answers: dict[str, Any] = field(default_factory=make_answers)
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Call → status and slug with which it is refused."""
    calls: list[tuple[str, str, Any]] = field(default_factory=list)

    def asked(self, call: str) -> list[Any]:
        """Return the bodies of the calls of this kind, such as "POST people"."""
        return [body for verb, path, body in self.calls if f"{verb} {path.partition('?')[0]}" == call]

    def refuse(self, call: str, status: int, slug: str) -> None:
        """Refuse a call from now on."""
        self.refusals[call] = (status, slug)

    async def open(self, page: Page, url: str, screen: str = "", language: str = "en") -> None:
        """Show a screen of the desk, signed in, in a language."""
        await self.play(page, language)
        await page.goto(f"{url}/desk#{screen}")
        await expect(page.get_by_test_id("account-menu")).to_be_visible()

    async def play(self, page: Page, language: str = "en") -> None:
        """Answer this page's calls from now on."""
        await page.route(re.compile(r"/api/v1/desk/"), self._answer)
        await page.add_init_script(f"localStorage.setItem('gildongmu-desk:language', '\"{language}\"')")

    async def _answer(self, route: Route) -> None:
        request = route.request
        address = urlsplit(request.url)
        path = address.path.removeprefix("/api/v1/desk/")
        call = f"{request.method} {path}"
        asked = f"{path}?{address.query}" if address.query else path
        self.calls.append((request.method, asked, _body(request.post_data)))
        status, slug = self.refusals.get(call, (200, ""))
        if slug:
            problem = {"type": f"urn:gildongmu:problem:{slug}", "title": slug, "detail": slug, "status": status}
            await route.fulfill(status=status, json=problem)
        elif path == "events":
            await route.fulfill(content_type="text/event-stream", body=": ready\n\n")
        elif call in self.answers:
            await route.fulfill(json=self.answers[call])
        else:
            await route.fulfill(status=204)


def _body(text: str | None) -> Any:  # noqa: ANN401 - whatever the JSON says
    try:
        return json.loads(text or "null")
    except ValueError:
        return text
