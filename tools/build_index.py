"""Builds the search index from the guidebook: `python -m tools.build_index`."""

from knowledge.articles import read_guidebook
from knowledge.embedding import SentenceTransformersEmbedder
from knowledge.index import build_index
from knowledge.questions import read_questions
from knowledge.settings import KnowledgeSettings


def main() -> None:
    """Read guidebook and questions, embed them with the model of the settings, write the index."""
    settings = KnowledgeSettings()
    embedder = SentenceTransformersEmbedder(
        settings.embedding_model, settings.embedding_query_prompt, settings.embedding_passage_prompt
    )
    folder = settings.guidebook_dir
    build_index(read_guidebook(folder), read_questions(folder), embedder, settings.index_dir)


if __name__ == "__main__":
    main()
