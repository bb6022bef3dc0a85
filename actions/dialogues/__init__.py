"""Guided dialogues: a few questions, each skippable, that end in something worked out for the one who answers."""
