"""The desk's gateway played in the browser: tickets in any state and what the desk asked."""

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Page, Route, expect

ME = {"id": "c1", "name": "김하나"}
COLLEAGUE = {"id": "c2", "name": "이두리"}
INTERPRETER = {"id": "c3", "name": "عائشہ خان"}
CENTRES = [
    {
        "id": "city",
        "name": {"ko": "서울외국인주민지원센터", "en": "Seoul Centre"},
        "is_open": True,
        "next_opening": None,
    },
    {"id": "east", "name": {"ko": "동부센터", "en": "East Centre"}, "is_open": True, "next_opening": None},
]
QUESTION = "میرا مالک دو ماہ سے تنخواہ نہیں دے رہا"
ANSWER = "تنخواہ نہ ملنے پر شکایت (진정) درج کرائیں۔"
ARTICLE: dict[str, Any] = {
    "kind": "article",
    "id": "job.unpaid-wages",
    "section": None,
    "shortcut": None,
    "variables": [],
    "own": {"language": "ko", "title": "임금을 받지 못했을 때", "text": "고용노동청에 진정을 내세요. 전화 1350."},
    "theirs": {"language": "ur", "title": "تنخواہ نہ ملے تو", "text": "محکمۂ محنت میں شکایت درج کرائیں۔ فون 1350۔"},
    "verified": "2026-11-22",
    "link": "/guide/ur/job.unpaid-wages",
}
REPLY: dict[str, Any] = {
    "kind": "reply",
    "id": "appointment-made",
    "section": None,
    "shortcut": "/appointment",
    "variables": ["centre", "date", "time"],
    "own": {"language": "ko", "title": "방문 약속", "text": "{date} {time}에 {centre}(으)로 오세요."},
    "theirs": {"language": "ur", "title": "ملاقات کا وقت", "text": "{date} کو {time} پر {centre} آئیں۔"},
    "verified": "2026-11-22",
    "link": None,
}
CHECK_LIST = {
    "id": "wages",
    "area": "job",
    "articles": ["job.unpaid-wages"],
    "title": {"ko": "임금 체불 확인", "en": "Unpaid wages"},
    "items": [
        {"kind": "ask", "ko": "근로계약서가 있나요?", "en": "Is there a contract?"},
        {"kind": "tell", "ko": "3년이 지나면 권리가 사라져요.", "en": "The claim ends after 3 years."},
    ],
}
TRANSLATION: dict[str, Any] = {
    "language": "ko",
    "text": "사장님이 3개월 동안 월급을 주지 않아요",
    "differences": [{"kind": "number", "in_original": "2", "in_translation": "3"}],
}
DETAIL = "What went wrong, in English."
RIGHTS = ["read_tickets", "answer", "keep_records", "take_over"]


def moment(minutes_ago: float = 0) -> str:
    """So many minutes before now."""
    return (datetime.now(UTC) - timedelta(minutes=minutes_ago)).isoformat()


@dataclass
class StagedDesk:
    """Answers the desk's calls from what a test puts here; `calls` holds method, path and body of each."""

    tickets: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    notes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    texts: list[dict[str, Any]] = field(default_factory=lambda: [ARTICLE])
    related: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Last part of a path → status and slug with which it is refused; status 0 stands for no network."""
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    """Last part of a path → what the answer to such a call waits for."""
    is_available: bool = False

    def add_ticket(self, identity: str, language: str = "ur", minutes_ago: float = 3, **more: object) -> dict[str, Any]:
        """Add a ticket that waits, with its question and the assistant's answer."""
        summary = {"question": QUESTION, "answer": ANSWER, "articles": []}
        intake = {"topic": "job", "tried": "사장님께 말씀드렸어요", "reach": "010-1234-5678", "consent": True}
        ticket: dict[str, Any] = {
            "id": identity,
            "conversation": f"v-{identity}",
            "state": "waiting",
            "priority": "normal",
            "language": language,
            "reason": "request",
            "summary": {**summary, "intake": intake},
            "created_at": moment(minutes_ago),
            "waiting_since": moment(minutes_ago),
            "claimed_at": None,
            "closed_at": None,
            "counsellor": None,
            "position": 1,
            "visitor": None,
            "centre": CENTRES[0],
            "deleted": False,
            "removed": [],
            "channel": "line",
            "area": "job",
            "article": {"id": ARTICLE["id"], "title": "임금 체불"},
            "rung": "native",
            "bridges": ["en"],
            "callback_at": None,
            "snoozed_until": None,
            "outcome": None,
            "tags": ["임금"],
            "expected_wait": 5,
            "present": [],
            "guests": [],
            "record": False,
            **more,
        }
        self.tickets[identity] = ticket
        self.say(identity, "resident", str(ticket["summary"]["question"]), minutes_ago=minutes_ago + 1)
        self.say(identity, "bot", ANSWER, minutes_ago=minutes_ago + 0.9, kind="answer")
        return ticket

    def say(self, identity: str, author: str, text: str, minutes_ago: float = 0, **more: object) -> dict[str, Any]:
        """Add a message to a conversation."""
        messages = self.messages.setdefault(identity, [])
        seq = len(messages) + 1
        shape = {"seq": seq, "id": f"{identity}-m{seq}", "author": author, "kind": "text", "text": text}
        language = self.tickets[identity]["language"]
        message = {
            **shape,
            "created_at": moment(minutes_ago),
            "language": language,
            "citations": [],
            "buttons": [],
            **more,
        }
        messages.append(message)
        return message

    def note(self, identity: str, text: str, **more: object) -> dict[str, Any]:
        """Add a private note to a ticket."""
        notes = self.notes.setdefault(identity, [])
        shape = {"id": f"{identity}-n{len(notes)}", "kind": "note", "text": text, "counsellor": COLLEAGUE}
        notes.append({**shape, "mentions": [], "created_at": moment(), **more})
        return notes[-1]

    def claim(self, identity: str, counsellor: dict[str, str] = ME) -> None:
        """Give a ticket to somebody."""
        self.tickets[identity] |= {"state": "claimed", "counsellor": counsellor, "claimed_at": moment()}

    def asked(self, method: str, ending: str) -> list[Any]:
        """Return the bodies of the calls of this kind."""
        return [body for verb, path, body in self.calls if verb == method and path.endswith(ending)]

    async def open(self, page: Page, url: str, language: str = "en") -> None:
        """Show the desk, signed in, in a language."""
        await page.route(re.compile(r"/api/v1/desk/"), self._answer)
        keep = f"localStorage.setItem('gildongmu-desk:language', '\"{language}\"')"
        await page.add_init_script(keep)
        await page.goto(f"{url}/desk")
        await expect(page.get_by_test_id("tab-waiting")).to_be_visible()

    async def _answer(self, route: Route) -> None:
        request = route.request
        address = urlsplit(request.url)
        path = address.path.removeprefix("/api/v1/desk")
        body = request.post_data_json if request.post_data else None
        self.calls.append((request.method, path, body))
        parts = path.strip("/").split("/")
        if parts[-1] in self.held:
            await self.held[parts[-1]].wait()
        status, slug = self.refusals.get(parts[-1], (200, ""))
        if status == 0:
            await route.abort()
        elif slug:
            problem = {"type": f"urn:gildongmu:problem:{slug}", "title": slug, "detail": DETAIL}
            await route.fulfill(status=status, json=problem)
        elif parts == ["events"]:
            await route.fulfill(content_type="text/event-stream", body=": ready\n\n")
        else:
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            answer = self._answer_to(request.method, parts, query, body or {})
            await route.fulfill(json=answer) if answer is not None else await route.fulfill(status=204)

    def _answer_to(self, method: str, parts: list[str], query: dict[str, str], body: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the JSON says
        match (method, *parts):
            case ("GET", "tickets", identity):
                return self._show(identity)
            case ("GET", "tickets", _, "related"):
                return {"tickets": self.related}
            case (_, "tickets", identity, action, *_):
                return self._do(identity, action, body)
            case ("PUT", "availability"):
                self.is_available = bool(body["is_available"])
                return {"counsellor": self._me()}
        lists: dict[str, Any] = {
            "session": {"counsellor": self._me(), "second_factor": "not_needed"},
            "tickets": {"tickets": self._list(query), "next": None, "counts": self._counts()},
            "texts": {"texts": [REPLY] if query.get("q", "").startswith("/") else self.texts},
            "search": {"found": self._find(), "next": None},
            "manual": {"replies": [], "check_lists": [CHECK_LIST]},
            "centres": {"centres": CENTRES},
            "people": {"people": _people()},
        }
        return lists.get(parts[0], {})

    def _show(self, identity: str) -> dict[str, Any]:
        reach = [{"channel": "line", "how": "push"}]
        notes = self.notes.get(identity, [])
        return {"ticket": self.tickets[identity], "messages": self.messages[identity], "reach": reach, "notes": notes}

    def _do(self, identity: str, action: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever the JSON says
        match action:
            case "presence" | "guests":
                return None
            case "replies" | "texts":
                return {"message": self._store(identity, body)}
            case "notes":
                return {"note": self.note(identity, body["text"], counsellor=ME, mentions=body["mentions"])}
            case "translation":
                return {"text": ANSWER, "differences": TRANSLATION["differences"]}
        self.tickets[identity] |= _changes(action, body)
        return {"ticket": self.tickets[identity]}

    def _store(self, identity: str, body: dict[str, Any]) -> dict[str, Any]:
        known = [one for one in self.messages[identity] if one.get("client_id") == body["client_id"]]
        text = body.get("text") or str(ARTICLE["id"])
        more = {"name": ME["name"], "client_id": body["client_id"], "language": "ur"}
        return known[0] if known else self.say(identity, "counsellor", text, **more)

    def _find(self) -> list[dict[str, Any]]:
        found = {"language": "ur", "excerpt": QUESTION, "created_at": moment()}
        return [{"ticket_id": one, "message_id": f"{one}-m1", **found} for one in list(self.tickets)[:1]]

    def _me(self) -> dict[str, Any]:
        shape = {"email": "hana@example.org", "languages": ["ko"], "role": "counsellor", "rights": RIGHTS}
        more = {"centres": [], "topics": [], "capacity": 4, "is_available": self.is_available}
        return {**ME, **shape, **more, "second_factor": {"is_on": True, "is_required": False}}

    def _list(self, query: dict[str, str]) -> list[dict[str, Any]]:
        found = [one for one in self.tickets.values() if self._is_listed(one, query)]
        return sorted(found, key=lambda one: (one["priority"] != "urgent", one["created_at"]))

    def _is_listed(self, ticket: dict[str, Any], query: dict[str, str]) -> bool:
        state = query.get("state", "waiting")
        if state == "snoozed":
            return ticket["state"] == "claimed" and ticket["snoozed_until"] is not None
        if ticket["state"] != state or ticket["snoozed_until"] or (query.get("mine") and ticket["counsellor"] != ME):
            return False
        return bool(query.get("language", ticket["language"]) == ticket["language"])

    def _counts(self) -> dict[str, int]:
        waiting = [one for one in self.tickets.values() if one["state"] == "waiting"]
        claimed = [one for one in self.tickets.values() if one["state"] == "claimed"]
        return {
            "waiting": len(waiting),
            "urgent": sum(one["priority"] == "urgent" for one in waiting),
            "mine": sum(one["counsellor"] == ME for one in claimed),
            "claimed": len(claimed),
            "snoozed": sum(one["snoozed_until"] is not None for one in self.tickets.values()),
        }


def _people() -> list[dict[str, Any]]:
    shared = {"languages": ["ur", "ko"], "centres": [], "topics": [], "capacity": 4}
    here = {"is_available": True, "is_present": True, "is_disabled": False}
    roles = [(ME, "counsellor"), (COLLEAGUE, "counsellor"), (INTERPRETER, "interpreter")]
    return [{**one, "role": role, **shared, **here} for one, role in roles]


def _changes(action: str, body: dict[str, Any]) -> dict[str, Any]:
    """What an action makes of a ticket."""
    mine = {"state": "claimed", "counsellor": ME}
    passed = {"state": "claimed", "counsellor": COLLEAGUE} if "counsellor" in body else {"state": "waiting"}
    changes: dict[str, dict[str, Any]] = {
        "claim": mine,
        "take-over": mine,
        "release": {"state": "waiting", "counsellor": None},
        "transfer": passed,
        "snooze": {"snoozed_until": body.get("until")},
        "callback": {"callback_at": body.get("at")},
        "close": {"state": "closed", "outcome": body.get("outcome"), "closed_at": moment()},
        "topic": {"area": body.get("area")},
        "languages": body,
        "tags": body,
    }
    return changes[action]
