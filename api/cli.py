"""Commands for operators: `gildongmu migrate | login | desk | guide | channel …`; also `python -m api.cli`."""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy.exc import OperationalError

from api.channels.checks import Verdict
from api.conversations.citations import count_citations
from api.conversations.database import Database
from api.desk.accounts import Accounts, lifetimes
from api.desk.people import cli as people
from api.requests import utc_now
from api.settings import HOME, ApiSettings
from knowledge import models
from knowledge.articles import read_guidebook
from knowledge.detection import LanguageDetector
from knowledge.documents.library import Document, Library
from knowledge.errors import KnowledgeError
from knowledge.languages import Language
from knowledge.scoring import read_asked
from knowledge.settings import ROOT, KnowledgeSettings
from knowledge.tuning import HELD_OUT

# Questions that nothing is trained on; where only the packages are installed, those of the calibration.
EVALUATION = ROOT / "tests" / "evaluation" / "questions"
_SOON = timedelta(days=60)
_MOST_CITED = 10


def migrate(settings: ApiSettings) -> None:
    """Bring the database to the newest version of its tables."""
    config = Config()
    config.set_main_option("script_location", str(HOME / "migrations"))
    config.set_main_option("sqlalchemy.url", settings.database_url.replace("%", "%%"))
    command.upgrade(config, "head")


async def _login(settings: ApiSettings) -> str:
    database = Database(settings.database_url)
    try:
        accounts = Accounts(database, lifetimes(settings), utc_now)
        return await accounts.issue_code((await accounts.first_counsellor()).id)
    finally:
        await database.close()


async def _citations(settings: ApiSettings) -> Counter[str]:
    database = Database(settings.database_url)
    try:
        async with database.reading() as session:
            return await count_citations(session)
    except OperationalError:
        return Counter()  # no conversation has been stored yet
    finally:
        await database.close()


def _detector() -> Callable[[str], Language]:
    detector = LanguageDetector.load()
    return lambda text: detector.detect(text).language


def add_documents(options: argparse.Namespace) -> int:
    """Take files in one by one; what fails is named and changes nothing."""
    library, detect, failed = Library(KnowledgeSettings().library_dir), _detector(), 0
    for file in options.files:
        try:
            document, is_new = library.add(
                Path(file), detect, document=options.document, title=options.title, review_by=options.review_by
            )
        except KnowledgeError as error:
            print(error, file=sys.stderr)
            failed += 1
            continue
        edition = document.edition(document.current)
        counts = ", ".join(f"{language} {count}" for language, count in sorted(edition.passages.items()))
        print(f"{document.id}: edition {edition.number} {'answers now' if is_new else 'is there already'} ({counts})")
    return 1 if failed else 0


def choose_edition(options: argparse.Namespace) -> int:
    """Let an older edition of a document answer again, or none."""
    library = Library(KnowledgeSettings().library_dir)
    try:
        if options.action == "withdraw":
            document = library.withdraw(options.document)
        else:
            document = library.roll_back(options.document, options.edition)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{document.id}: {f'edition {document.current} answers now' if document.current else 'answers no more'}")
    return 0


def show_status(settings: ApiSettings) -> int:
    """Print articles and documents by language, what must be checked soon, and what is cited most."""
    knowledge = KnowledgeSettings()
    articles = list(read_guidebook(knowledge.guidebook_dir))
    documents = Library(knowledge.library_dir).documents()
    counts = Counter(article.language for article in articles)
    print("articles    " + ", ".join(f"{language} {counts[language]}" for language in Language))
    for document in documents:
        print(_line(document))
    limit = datetime.now(UTC).date() + _SOON
    soon = sorted({(article.review_by, article.id) for article in articles if article.review_by <= limit})
    for document in documents:
        review_by = document.edition(document.current).review_by if document.current else None
        if review_by and review_by <= limit:
            soon.append((review_by, f"document {document.id}"))
    print(f"\nto be checked again by {limit}: {len(soon)}")
    for day, name in sorted(soon):
        print(f"  {day}  {name}")
    cited = asyncio.run(_citations(settings)).most_common(_MOST_CITED)
    print("\ncited most" if cited else "\nnothing has been cited yet")
    for name, count in cited:
        print(f"  {count:6,}  {name}")
    return 0


def use_model(options: argparse.Namespace) -> int:
    """Try another embedding model beside the one in use, show both, and swap if asked to."""
    settings = KnowledgeSettings()
    current = models.read_choice(settings)
    try:
        tried = models.try_model(settings, options.name, options.query_prompt, options.passage_prompt)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    questions = list(read_asked(EVALUATION if EVALUATION.is_dir() else HELD_OUT))
    old, new = models.judge_model(current, questions), models.judge_model(tried, questions)
    print(f"{len(questions)} questions: right article first (among the first three)")
    print(f"{'':6}{Path(current.model).name[:30]:>32}{Path(tried.model).name[:30]:>32}")
    for name in old:
        cells = [f"{one[name].first:.1%} ({one[name].three:.1%})" for one in (old, new)]
        print(f"{name:6}{cells[0]:>32}{cells[1]:>32}")
    if options.swap:
        models.swap(settings, tried)
        print(f"{tried.model} is used from the next start on; `gildongmu model roll-back` undoes it")
    else:
        print("nothing has been changed; add --swap to use it")
    return 0


def roll_back_model() -> int:
    """Use the embedding model before the present one again."""
    try:
        print(f"{models.roll_back(KnowledgeSettings()).model} is used from the next start on")
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def check_channel(channel: str, settings: ApiSettings) -> int:
    """Print what of a channel's set-up is well, missing or wrong; the exit status is 1 if anything is wrong."""
    # LINE's SDK takes a second to load, which the other commands should not wait for.
    from api.channels.kakao.check import check_kakao  # noqa: PLC0415
    from api.channels.line.check import check_line  # noqa: PLC0415

    findings = asyncio.run(check_line(settings) if channel == "line" else check_kakao(settings))
    for finding in findings:
        print(finding)
    return int(any(finding.verdict is Verdict.WRONG for finding in findings))


def _line(document: Document) -> str:
    if not document.current:
        return f"document    {document.id}: withdrawn, {len(document.editions)} editions"
    edition = document.edition(document.current)
    counts = ", ".join(f"{language} {count}" for language, count in sorted(edition.passages.items()))
    return (
        f"document    {document.id}: “{edition.title}”, edition {edition.number} of {len(document.editions)}, "
        f"added {edition.added.date()}, passages {counts}"
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="gildongmu", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="create or update the tables")
    commands.add_parser("login", help="print a one-time code for the first counsellor")
    people.add_commands(commands)
    guide = commands.add_parser("guide", help="the centres' own guidebooks").add_subparsers(
        dest="action", required=True
    )
    take = guide.add_parser("add", help="take files in: PDF, DOCX, HWPX, HTML, Markdown, TXT, XLSX, CSV")
    take.add_argument("files", nargs="+", metavar="FILE")
    take.add_argument("--document", help="name of the document; default: the file's name")
    take.add_argument("--title", help="what residents see; default: the file's name")
    take.add_argument("--review-by", type=date.fromisoformat, help="check again by (YYYY-MM-DD)")
    guide.add_parser("status", help="documents, editions, passages by language, what expires soon, what is cited most")
    back = guide.add_parser("roll-back", help="let an older edition answer again")
    back.add_argument("document")
    back.add_argument("--edition", type=int, help="default: the one before the current")
    gone = guide.add_parser("withdraw", help="let no edition of a document answer")
    gone.add_argument("document")
    model = commands.add_parser("model", help="the embedding model of the search").add_subparsers(
        dest="action", required=True
    )
    use = model.add_parser("use", help="embed everything with another model and show how well it does")
    use.add_argument("name", help="a sentence-transformers model: a folder, or a name on the hub")
    use.add_argument("--query-prompt", default="")
    use.add_argument("--passage-prompt", default="")
    use.add_argument("--swap", action="store_true", help="use it from the next start on")
    model.add_parser("roll-back", help="use the model before it again")
    channel = commands.add_parser("channel", help="LINE and KakaoTalk").add_subparsers(dest="action", required=True)
    check = channel.add_parser("check", help="say what of a channel's set-up is missing or wrong; asks the platform")
    check.add_argument("channel", choices=["line", "kakao"])
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Run one command."""
    options = _parser().parse_args(arguments)
    settings = ApiSettings()
    match options.command:
        case "migrate":
            migrate(settings)
        case "login":
            print(asyncio.run(_login(settings)))
        case "guide":
            return _guide(options, settings)
        case "model":
            return use_model(options) if options.action == "use" else roll_back_model()
        case "channel":
            return check_channel(options.channel, settings)
        case _:
            return people.run(options, settings)
    return 0


def _guide(options: argparse.Namespace, settings: ApiSettings) -> int:
    match options.action:
        case "add":
            return add_documents(options)
        case "status":
            return show_status(settings)
        case _:
            return choose_edition(options)


if __name__ == "__main__":
    sys.exit(main())
