"""Keeps the centres' documents in editions, in a folder that several processes share.

`library.json` lists documents, their editions and which one is current; it is replaced in one step, so that a reader
sees the old state or the new one. `<document>/<edition>/` holds the file as it was handed in, its passages and their
vectors. Nothing is ever changed there: an answer that cited an old edition can still be checked. Beside the editions
lie the questions that the current one settles, for a document of answers; those of older states are removed.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from knowledge.documents.formats import Limits, read_blocks
from knowledge.documents.passages import DocumentPassage, cut
from knowledge.documents.settled import Settled, read_settled
from knowledge.errors import DocumentInvalid, DocumentMissing
from knowledge.languages import Language

_UNSAFE = re.compile(r"[^\w-]+")
_MAX_NAME = 80


@dataclass(frozen=True)
class Edition:
    """One state of a document; `added` is UTC, `passages` counts them by language."""

    number: int
    title: str
    file: str
    sha256: str
    added: datetime
    review_by: date | None
    passages: dict[Language, int]


@dataclass(frozen=True)
class Document:
    """A centre's guidebook; `current` is the number of the edition that answers, 0 when it is withdrawn.

    `questions` names the state of the questions that the current edition settles, empty for most documents.
    """

    id: str
    current: int
    editions: tuple[Edition, ...]
    questions: str = ""

    def edition(self, number: int) -> Edition:
        """Return an edition; raises DocumentMissing."""
        for edition in self.editions:
            if edition.number == number:
                return edition
        raise DocumentMissing(f"{self.id} has no edition {number}")


class Library:
    """The folder of documents; every method reads the present state of the disk."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self._folder = folder
        self.limits = limits or Limits()

    @property
    def version(self) -> int:
        """Changes whenever the library does; 0 for an empty one."""
        try:
            return self._list.stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    @property
    def _list(self) -> Path:
        return self._folder / "library.json"

    def documents(self) -> tuple[Document, ...]:
        """All documents by their id."""
        try:
            content = json.loads(self._list.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        return tuple(_document(entry) for entry in content["documents"])

    def document(self, identity: str) -> Document:
        """Return a document; raises DocumentMissing."""
        for document in self.documents():
            if document.id == identity:
                return document
        raise DocumentMissing(f"there is no document {identity!r}")

    def add(
        self,
        path: Path,
        detect: Callable[[str], Language],
        *,
        document: str | None = None,
        title: str | None = None,
        review_by: date | None = None,
        settle: Callable[[Sequence[DocumentPassage]], Settled] | None = None,
    ) -> tuple[Document, bool]:
        """Take a file in as a new document, or as the next edition of one; False when all of it is current already.

        `settle` tells, for a document of answers, which questions its passages settle; both appear in one step. Raises
        DocumentInvalid; then nothing has changed.
        """
        identity = _identity(document or path.stem)
        if not identity:
            raise DocumentInvalid(f"{path.name}: its name has no letters; give the document a name", "name")
        blocks = read_blocks(path, self.limits)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        with self._locked():
            known = {one.id: one for one in self.documents()}
            old = known.get(identity, Document(identity, 0, ()))
            same = next((edition for edition in old.editions if edition.sha256 == digest), None)
            if same is None:
                number = max((edition.number for edition in old.editions), default=0) + 1
                passages = list(cut(blocks, identity, number, detect))
                counts = Counter(passage.language for passage in passages)
                same = Edition(
                    number, title or path.stem, path.name, digest, datetime.now(UTC), review_by, dict(counts)
                )
                self._keep(path, identity, number, passages)
            editions = (*(e for e in old.editions if e.number != same.number), same)
            questions = self._keep_questions(identity, settle(self.passages(identity, same.number))) if settle else ""
            new = Document(identity, same.number, tuple(sorted(editions, key=lambda e: e.number)), questions)
            if new == old:
                return old, False
            self._write({**known, identity: new})
            self._drop_questions(new)
        return new, True

    def roll_back(self, identity: str, edition: int | None = None) -> Document:
        """Let an older edition answer again, the one before the current if none is named; raises DocumentMissing."""
        with self._locked():
            known = {one.id: one for one in self.documents()}
            old = self.document(identity)
            if edition is None:
                older = [one.number for one in old.editions if one.number < (old.current or 10**9)]
                if not older:
                    raise DocumentMissing(f"{identity} has no edition before {old.current}")
                edition = max(older)
            new = replace(old, current=old.edition(edition).number, questions="")
            self._write({**known, identity: new})
            self._drop_questions(new)
        return new

    def withdraw(self, identity: str) -> Document:
        """Let no edition of a document answer any more; what cited it stays readable."""
        with self._locked():
            known = {one.id: one for one in self.documents()}
            new = replace(self.document(identity), current=0, questions="")
            self._write({**known, identity: new})
            self._drop_questions(new)
        return new

    def passages(self, identity: str, edition: int) -> list[DocumentPassage]:
        """Return the passages of an edition, current or not; raises DocumentMissing."""
        try:
            entries = json.loads((self.place(identity, edition) / "passages.json").read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise DocumentMissing(f"there is no edition {edition} of {identity!r}") from error
        return [DocumentPassage(**{**entry, "language": Language(entry["language"])}) for entry in entries]

    def settled(self, document: Document) -> Settled | None:
        """Return the questions that a document settles; None when it settles none, or has changed meanwhile."""
        return read_settled(self._questions(document.id, document.questions)) if document.questions else None

    def place(self, identity: str, edition: int) -> Path:
        """The folder of an edition; raises DocumentMissing for a name that cannot be one."""
        if _identity(identity) != identity:
            raise DocumentMissing(f"there is no document {identity!r}")
        return self._folder / identity / str(edition)

    def _keep(self, path: Path, identity: str, number: int, passages: list[DocumentPassage]) -> None:
        target = self.place(identity, number)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            fresh = Path(name) / "edition"
            fresh.mkdir()
            shutil.copyfile(path, fresh / f"source{path.suffix.lower()}")
            text = json.dumps([asdict(passage) for passage in passages], ensure_ascii=False)
            (fresh / "passages.json").write_text(text, encoding="utf-8")
            shutil.rmtree(target, ignore_errors=True)
            os.replace(fresh, target)

    def _questions(self, identity: str, digest: str) -> Path:
        return self._folder / identity / f"questions-{digest}.npz"

    def _keep_questions(self, identity: str, settled: Settled) -> str:
        path = self._questions(identity, settled.digest)
        if not path.exists():
            fresh = path.with_suffix(".new")
            fresh.write_bytes(settled.as_bytes())
            os.replace(fresh, path)
        return settled.digest

    def _drop_questions(self, document: Document) -> None:
        """Remove what a reader no longer finds in the list: who asked may have wished it gone."""
        current = self._questions(document.id, document.questions)
        for path in (self._folder / document.id).glob("questions-*"):
            if path != current:
                path.unlink(missing_ok=True)

    def _write(self, documents: dict[str, Document]) -> None:
        content = {"documents": [_as_json(documents[identity]) for identity in sorted(documents)]}
        fresh = self._list.with_suffix(".new")
        fresh.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
        os.replace(fresh, self._list)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time, over all processes."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _identity(name: str) -> str:
    return _UNSAFE.sub("-", name.strip().lower()).strip("-")[:_MAX_NAME]


def _as_json(document: Document) -> dict[str, Any]:
    content = asdict(document)
    for edition in content["editions"]:
        edition["added"] = edition["added"].isoformat()
        edition["review_by"] = edition["review_by"].isoformat() if edition["review_by"] else None
    return content


def _document(entry: dict[str, Any]) -> Document:
    editions = tuple(
        Edition(
            **{
                **edition,
                "added": datetime.fromisoformat(edition["added"]),
                "review_by": date.fromisoformat(edition["review_by"]) if edition["review_by"] else None,
                "passages": {Language(code): count for code, count in edition["passages"].items()},
            }
        )
        for edition in entry["editions"]
    )
    return Document(entry["id"], entry["current"], editions, entry.get("questions", ""))
