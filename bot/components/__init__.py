"""Rasa components of the bot: tokenizer, embedding features, and responses from gettext catalogues."""

import logging

# When a call is broken off, Rasa's REST channel would log what the resident wrote.
logging.getLogger("rasa.core.channels.rest").setLevel(logging.CRITICAL + 1)
