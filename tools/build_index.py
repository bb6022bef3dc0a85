"""Builds the search index from the guidebook: `python -m tools.build_index`."""

from knowledge.articles import read_guidebook
from knowledge.embedding import SentenceTransformersEmbedder
from knowledge.index import PROCESSES, build_index
from knowledge.questions import read_outside, read_questions
from knowledge.settings import KnowledgeSettings


def main() -> None:
    """Read guidebook and questions, embed them with the model of the settings, write the index."""
    settings = KnowledgeSettings()
    embedder = SentenceTransformersEmbedder(
        settings.embedding_model, settings.embedding_query_prompt, settings.embedding_passage_prompt
    )
    folder = settings.guidebook_dir
    guidebook, questions, outside = read_guidebook(folder), read_questions(folder), read_outside(folder)
    build_index(guidebook, questions, embedder, settings.index_dir, outside, PROCESSES)


if __name__ == "__main__":
    main()
