"""Conversations and their messages, replies and tickets: what is stored, and what happens to them."""
