"""The tables of the search as migration 0004 makes them; triggers keep them, no code writes to them."""

from sqlalchemy import column, table

searchable_messages = table("searchable_messages", column("id"), column("message_id"), column("text"))
"""What can be found; a higher `id` came to the desk later. `text` ends with two spaces."""
message_search = table("message_search", column("rowid"))
"""SQLite's index of groups of three characters (FTS5), in lower case."""
message_search_groups = table("message_search_groups", column("term"), column("doc"))
"""The groups that occur in SQLite's index, and in how many messages each does."""
