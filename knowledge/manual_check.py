"""The gate of the counselling manual: every file is sound, every figure is in its articles, script and words are right.

Run as `python -m knowledge.manual_check`; prints each finding with its reply or file and exits 1 if there is one.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from knowledge.articles import Article, Guidebook, read_guidebook
from knowledge.languages import Language
from knowledge.manual import CHECK_LISTS, PATH, ManualInvalid, find_files, find_repeated, read_check_list, read_reply
from knowledge.manual_entries import CheckList, StandardReply
from knowledge.parity import REFERENCE, check_script, figures
from knowledge.settings import KnowledgeSettings
from knowledge.terms import find_avoided

Entry = TypeVar("Entry")

_VARIABLE = re.compile(r"\{\w+\}")
_ISOLATED = re.compile("\u2066[^\u2066\u2069]*\u2069")
# After Urdu letters 1577-1366 is displayed as 1366-1577 unless it is isolated.
_TURNS_ROUND = re.compile(r"(?<![\w-])\d+(?:[-:–]\d+)+")
_WRONG_LETTERS = {Language.UZ: re.compile("['‘’`]"), Language.UR: re.compile("[\u064a\u0643\u0629]")}


def check_manual(folder: Path, guidebook: Guidebook) -> Iterator[str]:
    """Yield every finding in the manual's folder."""
    faults: list[str] = []
    replies = list(_read_all(read_reply, find_files(folder), faults))
    lists = list(_read_all(read_check_list, find_files(folder / CHECK_LISTS), faults))
    yield from faults
    yield from find_repeated(replies, lists)
    for reply in replies:
        texts = [*reply.titles.values(), *reply.texts.values()]
        yield from (f"{reply.id} {finding}" for finding in _check_articles(reply, texts, guidebook))
        for language in Language:
            yield from (f"{reply.id} [{language}] {finding}" for finding in _check_language(reply, language))
    for entry in lists:
        texts = [*entry.titles.values(), *(text for item in entry.items for text in item.texts.values())]
        yield from (f"{CHECK_LISTS}/{entry.id} {finding}" for finding in _check_articles(entry, texts, guidebook))


def _read_all(read: Callable[[Path], Entry], paths: Iterable[Path], faults: list[str]) -> Iterator[Entry]:
    for path in paths:
        try:
            yield read(path)
        except ManualInvalid as error:
            faults.append(str(error))


def _check_articles(entry: StandardReply | CheckList, texts: Iterable[str], guidebook: Guidebook) -> Iterator[str]:
    known: set[str] = set()
    for identity in entry.articles:
        article = guidebook.find(identity, REFERENCE)
        if article is None:
            yield f"no article {identity!r}"
        else:
            known |= figures("\n".join([article.title, article.summary, *(s.markdown for s in article.sections)]))
    if unknown := figures("\n".join(texts)) - known:
        yield f"figures that none of its articles has: {sorted(unknown)}"


def _check_language(reply: StandardReply, language: Language) -> Iterator[str]:
    article = _as_article(reply, language)
    yield from check_script(article)
    yield from find_avoided(article)
    text = f"{article.title}\n{article.summary}"
    wrong = _WRONG_LETTERS.get(language)
    if wrong is not None and (found := wrong.findall(text)):
        yield f"letters that {language} does not write: {sorted(set(found))}"
    if language.is_right_to_left and (loose := _TURNS_ROUND.findall(_ISOLATED.sub("", text))):
        yield f"numbers that turn round, not between U+2066 and U+2069: {loose}"


def _as_article(reply: StandardReply, language: Language) -> Article:
    """Return the reply in the shape that the checks of script and words read."""
    text = _VARIABLE.sub("", reply.texts[language])
    title, day = reply.titles[language], reply.verified
    return Article(f"{reply.area}.{reply.id}", language, title, text, (), (), day, day)


def main() -> int:
    """Print all findings; the exit status is 1 if there is one."""
    findings = list(check_manual(PATH, read_guidebook(KnowledgeSettings().guidebook_dir)))
    for finding in findings:
        print(finding)  # noqa: T201 - what the command is for
    print(f"counselling manual: {len(findings)} findings")  # noqa: T201 - what the command is for
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
