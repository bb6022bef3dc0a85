"""Fits which section a question is about: `python -m tools.tune_sections` writes `knowledge/sections.json`.

It learns from questions that people have labelled (`knowledge/held-out/sections`) and from the follow-ups of
`knowledge/held-out/followups`.
"""

import csv
import json
from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from knowledge.embedding import SentenceTransformersEmbedder
from knowledge.languages import Language
from knowledge.section_model import PATH
from knowledge.sections import find_section
from knowledge.settings import KnowledgeSettings
from knowledge.tuning import HELD_OUT
from tools.tune_followups import read_dialogues

# Vectors have length one; so scaled, the penalty of the regression suits them.
SCALE = 4.0


def read_labelled() -> Iterator[tuple[Language, str, str]]:
    """Yield language, question and section."""
    for language in Language:
        with (HELD_OUT / "sections" / f"{language}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield language, row["text"], row["section"]
        for _, _, text, section in read_dialogues(language):
            yield language, text, section


def main() -> None:
    """Fit, print how well it does on parts it was not fitted to, beside the cue words, write."""
    settings = KnowledgeSettings()
    embedder = SentenceTransformersEmbedder(settings.embedding_model, settings.embedding_query_prompt)
    rows = list(read_labelled())
    vectors = embedder.embed_questions([text for _, text, _ in rows]) * SCALE
    right = np.array([section for _, _, section in rows])
    model = LogisticRegression(max_iter=500)
    guessed = cross_val_predict(model, vectors, right, cv=8)
    cues = np.array([find_section(text, language) for language, text, _ in rows])
    print(f"right section {np.mean(guessed == right):.1%}, cue words {np.mean(cues == right):.1%} of {len(rows)}")
    model.fit(vectors, right)
    content = {
        "embedding": embedder.identity,
        "sections": model.classes_.tolist(),
        "weights": np.round(model.coef_ * SCALE, 3).tolist(),
        "bias": np.round(model.intercept_, 3).tolist(),
    }
    PATH.write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
