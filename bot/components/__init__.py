"""Rasa components of the bot: tokenizer, embedding features, and responses from gettext catalogues."""
