"""Extracts, updates and compiles the gettext catalogues with Babel; writes the front end's as JSON.

`python -m tools.catalogues extract` brings new source strings into every `.po`; `check` fails when a translation is
missing, fuzzy or has other placeholders than its source; `compile` is part of the build.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from knowledge.languages import Language
from tools.steps import ROOT

SOURCE_LANGUAGE = Language.EN
TRANSLATED = [language for language in Language if language is not SOURCE_LANGUAGE]
WEB_TARGET = ROOT / "api" / "web" / "public" / "locale"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_KEYWORDS = {"say": None, "gettext": None}
_WEB_KEYWORDS = {"t": None}


@dataclass(frozen=True)
class Domain:
    """One catalogue: its name and where its translations lie."""

    name: str
    home: Path

    def path(self, language: Language) -> Path:
        """Where the translations of a language lie."""
        return self.home / language / "LC_MESSAGES" / f"{self.name}.po"


DOMAINS = (
    Domain("bot", ROOT / "bot" / "locale"),
    Domain("actions", ROOT / "actions" / "locale"),
    Domain("knowledge", ROOT / "knowledge" / "locale"),
    Domain("api", ROOT / "api" / "locale"),
)


def extract(domain: Domain) -> Catalog:
    """Return a catalogue of all source strings of a domain."""
    catalogue = Catalog(project="Gildongmu", charset="utf-8")
    for text, place in _sources(domain):
        catalogue.add(text, locations=[(place, 1)])
    return catalogue


def _sources(domain: Domain) -> Iterator[tuple[str, str]]:
    if domain.name == "bot":
        yield from _bot_responses()
        return
    folder = ROOT / domain.name
    for name, _, text, _, _ in extract_from_dir(folder, [("**.py", "python")], keywords=_KEYWORDS):
        yield str(text), f"{domain.name}/{name}"
    if domain.name == "knowledge":
        yield from _routes(folder / "routes.yaml")
    if domain.name == "api":
        for path in sorted((folder / "templates").glob("*.html")):
            found = extract_from_file("jinja2.ext:babel_extract", path, keywords=_KEYWORDS)
            yield from ((str(text), f"api/templates/{path.name}") for _, text, _, _ in found)
        for path in sorted((folder / "web").rglob("*.ts")):
            if "node_modules" not in path.parts and "dist" not in path.parts:
                found = extract_from_file(
                    "javascript", path, keywords=_WEB_KEYWORDS, options={"parse_template_string": True}
                )
                place = str(path.relative_to(ROOT))
                yield from ((str(text), place) for _, text, _, _ in found)


def _routes(path: Path) -> Iterator[tuple[str, str]]:
    """The questions and answers of "Which visa fits?"."""
    for question in yaml.safe_load(path.read_text(encoding="utf-8"))["questions"].values():
        yield question["ask"], f"knowledge/{path.name}"
        for answer in question["answers"].values():
            yield answer["label"], f"knowledge/{path.name}"


def _bot_responses() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "bot" / "domain" / "responses").glob("*.yml")):
        responses = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        for variations in responses.values():
            for variation in variations:
                yield variation["text"], f"bot/domain/responses/{path.name}"
                for button in variation.get("buttons", []):
                    yield button["title"], f"bot/domain/responses/{path.name}"


def read(domain: Domain, language: Language) -> Catalog:
    """Return the translations of a language, empty if there are none yet."""
    path = domain.path(language)
    if not path.is_file():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring the source strings of the code into every catalogue; nothing is guessed."""
    for domain in DOMAINS:
        template = extract(domain)
        for language in TRANSLATED:
            catalogue = read(domain, language)
            catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
            catalogue.obsolete.clear()
            path = domain.path(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            buffer = BytesIO()
            write_po(buffer, catalogue, width=110, no_location=True, omit_header=False, sort_output=True)
            path.write_bytes(_without_dates(buffer.getvalue()))


def _without_dates(content: bytes) -> bytes:
    return re.sub(
        rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team|Report-Msgid-Bugs-To):.*\\n"\n',
        b"",
        content,
        flags=re.M,
    )


def check() -> Iterator[str]:
    """Yield every string that is missing, fuzzy, untranslated or has other placeholders than its source."""
    for domain in DOMAINS:
        sources = {message.id for message in extract(domain) if message.id}
        for language in TRANSLATED:
            catalogue = read(domain, language)
            for source in sorted(map(str, sources)):
                message = catalogue.get(source)
                place = f"{domain.name} [{language}] {source[:60]!r}"
                if message is None or not message.string:
                    yield f"{place}: missing"
                elif message.fuzzy:
                    yield f"{place}: fuzzy"
                elif set(_PLACEHOLDER.findall(source)) != set(_PLACEHOLDER.findall(str(message.string))):
                    yield f"{place}: placeholders differ"


def compile_all() -> None:
    """Write `.mo` files for Python and JSON for the front end."""
    WEB_TARGET.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        for language in TRANSLATED:
            catalogue = read(domain, language)
            path = domain.path(language).with_suffix(".mo")
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_mo(file, catalogue)
            if domain.name == "api":
                words = {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
                target = WEB_TARGET / f"{language}.json"
                target.write_text(json.dumps(words, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run one of the commands extract, check, compile."""
    match arguments:
        case ["extract"]:
            update()
        case ["compile"]:
            compile_all()
        case ["check"]:
            findings = list(check())
            print("\n".join([*findings, f"catalogues: {len(findings)} findings"]))
            return 1 if findings else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
