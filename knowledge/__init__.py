"""The guidebook: reading it, finding passages in it, and telling which language a text is in."""
