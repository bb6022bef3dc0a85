"""Recognises messages of people in danger, before and independently of the dialogue, and says what to do at once."""
