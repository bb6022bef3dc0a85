"""Reading the counselling manual: standard replies in eight languages with variables, and check lists.

`manual/<area>/<id>.yaml` holds one reply, `manual/check-lists/<area>/<id>.yaml` one list. What they are is in
`knowledge.manual_entries`; `knowledge.manual_check` judges what they say.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from knowledge.articles import AREAS
from knowledge.errors import KnowledgeError
from knowledge.languages import Language
from knowledge.manual_entries import CheckItem, CheckList, ItemKind, Manual, StandardReply, Variable
from knowledge.parity import REFERENCE, figures
from knowledge.settings import HOME

PATH = HOME / "manual"
CHECK_LISTS = "check-lists"
MANUAL_AREAS = ("general", *AREAS)
# Counsellors read Korean or English; residents never see the check lists.
DESK_LANGUAGES = (Language.KO, Language.EN)


class ManualInvalid(KnowledgeError):
    """A file of the manual does not have the agreed shape; the message names the file and the reason."""


@cache
def read_manual(folder: Path = PATH) -> Manual:
    """Read the whole manual; raises ManualInvalid for the first file or pair of files that is not as agreed."""
    replies = tuple(read_reply(path) for path in find_files(folder))
    lists = tuple(read_check_list(path) for path in find_files(folder / CHECK_LISTS))
    if not replies:
        raise ManualInvalid(f"{folder}: no replies")
    for finding in find_repeated(replies, lists):
        raise ManualInvalid(f"{folder}: {finding}")
    return Manual(replies, lists)


def find_files(folder: Path) -> list[Path]:
    """Return the files of a folder that has a folder for each area, in the manual's order."""
    return [path for area in MANUAL_AREAS for path in sorted((folder / area).glob("*.yaml"))]


def find_repeated(replies: Iterable[StandardReply], lists: Iterable[CheckList]) -> Iterator[str]:
    """Yield ids and shortcuts that are used more than once; replies and check lists are counted apart."""
    replies = tuple(replies)
    for kind, names in (
        ("reply", [reply.id for reply in replies]),
        ("shortcut", [reply.shortcut for reply in replies]),
        ("check list", [entry.id for entry in lists]),
    ):
        yield from (f"{kind} {name!r} is there twice" for name in sorted({n for n in names if names.count(n) > 1}))


def read_reply(path: Path) -> StandardReply:
    """Read one reply; raises ManualInvalid with the file's name and the reason."""
    content = _read(path, {"shortcut", "variables", "text"})
    try:
        reply = StandardReply(
            **_shared(path, content),
            shortcut=str(content["shortcut"]),
            variables=frozenset(Variable(name) for name in content["variables"]),
            titles=_texts(content["title"], Language),
            texts=_texts(content["text"], Language),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ManualInvalid(f"{path}: {error}") from error
    if not reply.shortcut[1:].replace("-", "").isalnum() or reply.shortcut != f"/{reply.shortcut[1:].casefold()}":
        raise ManualInvalid(f"{path}: shortcut {reply.shortcut!r} is not like /greet")
    _compare_variables(path, reply)
    _compare_figures(path, reply.titles)
    _compare_figures(path, reply.texts)
    return reply


def read_check_list(path: Path) -> CheckList:
    """Read one check list; raises ManualInvalid with the file's name and the reason."""
    content = _read(path, {"items"})
    try:
        items = tuple(_item(entry) for entry in content["items"])
        shared = _shared(path, content)
        entry = CheckList(**shared, titles=_texts(content["title"], DESK_LANGUAGES), items=items)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ManualInvalid(f"{path}: {error}") from error
    if not entry.items:
        raise ManualInvalid(f"{path}: no items")
    for texts in (entry.titles, *(item.texts for item in entry.items)):
        _compare_figures(path, texts)
    return entry


def find_variables(text: str) -> frozenset[Variable]:
    """Return the variables of a text; raises ValueError for an unknown name, a loose brace or a format of its own."""
    found = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    if any(spec or conversion for _, spec, conversion in found):
        raise ValueError("a variable stands as {name}, without a format")
    return frozenset(Variable(name) for name, _, _ in found)


def _read(path: Path, own: set[str]) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ManualInvalid(f"{path}: {error}") from error
    expected = {"id", "area", "articles", "owner", "edition", "verified", "title"} | own
    if not isinstance(content, dict) or set(content) != expected:
        keys = sorted(map(str, set(content) ^ expected)) if isinstance(content, dict) else "a mapping"
        raise ManualInvalid(f"{path}: missing or unknown: {keys}")
    return content


def _shared(path: Path, content: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that replies and check lists have in common; raises ValueError."""
    if (content["id"], content["area"]) != (path.stem, path.parent.name) or path.parent.name not in MANUAL_AREAS:
        raise ValueError(f"id or area differs from its place ({path.parent.name}/{path.stem})")
    edition, verified = content["edition"], content["verified"]
    if type(edition) is not int or edition < 1:
        raise ValueError(f"edition {edition!r} is not a number from 1")
    if type(verified) is not date:
        raise ValueError(f"verified {verified!r} is not a date")
    owner = content["owner"]
    if not isinstance(owner, str) or not owner.strip():
        raise ValueError("no owner")
    articles = tuple(map(str, content["articles"]))
    names = {"id": content["id"], "area": content["area"], "articles": articles}
    return {**names, "owner": owner, "edition": edition, "verified": verified}


def _item(entry: dict[str, str]) -> CheckItem:
    texts = {key: text for key, text in entry.items() if key != "kind"}
    return CheckItem(ItemKind(entry["kind"]), _texts(texts, DESK_LANGUAGES))


def _texts(texts: dict[str, str], languages: Iterable[Language]) -> dict[Language, str]:
    written = {Language(code): str(text).strip() for code, text in texts.items() if text is not None}
    missing = [language for language in languages if not written.get(language)]
    if missing or len(written) != len(tuple(languages)):
        raise ValueError(f"missing or unknown languages: {[*missing, *(set(written) - set(languages))]}")
    return written


def _compare_variables(path: Path, reply: StandardReply) -> None:
    for language in Language:
        try:
            used = find_variables(reply.texts[language])
        except ValueError as error:
            raise ManualInvalid(f"{path}: [{language}] {error}") from error
        if used != reply.variables:
            missing, added = sorted(reply.variables - used), sorted(used - reply.variables)
            raise ManualInvalid(f"{path}: [{language}] variables missing {missing}, added {added}")


def _compare_figures(path: Path, texts: dict[Language, str]) -> None:
    ours = figures(texts[REFERENCE])
    for language, text in texts.items():
        missing, added = ours - figures(text), figures(text) - ours
        if missing or added:
            raise ManualInvalid(f"{path}: [{language}] figures missing {sorted(missing)}, added {sorted(added)}")
