"""Everything that can go wrong with the guidebook.

KnowledgeError
├── ArticleInvalid      a file of the guidebook does not have the agreed shape
├── ArticleMissing      no such article in that language
├── DocumentInvalid     a centre's file cannot be taken in
├── DocumentMissing     no such document, edition or passage
├── IndexMissing        the search index has not been built
├── LexiconInvalid      a line of the danger lexicon cannot be read
└── ModelInvalid        the embedding model cannot be loaded
"""


class KnowledgeError(Exception):
    """Root of all errors of this package."""


class ArticleInvalid(KnowledgeError):
    """A guidebook file is malformed; the message names the file and the reason."""


class ArticleMissing(KnowledgeError):
    """The guidebook has no such article in the language asked for."""


class DocumentInvalid(KnowledgeError):
    """A file that was handed in cannot be read; the message names the file and the reason.

    `reason` is the same in one word, for those who say it in another language: missing, unsupported, empty, large,
    mismatch, old, locked, macros, bomb, pages, text, scan, encoding, damaged or name.
    """

    def __init__(self, message: str, reason: str = "damaged") -> None:
        super().__init__(message)
        self.reason = reason


class DocumentMissing(KnowledgeError):
    """There is no such document, edition or passage in the library."""


class IndexMissing(KnowledgeError):
    """There is no search index at the configured place; `make build` writes one."""


class LexiconInvalid(KnowledgeError):
    """A rule of the danger lexicon is malformed; the message names the file, the line and the reason."""


class ModelInvalid(KnowledgeError):
    """The embedding model named in the settings cannot be loaded."""
