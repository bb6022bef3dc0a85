"""Working on a conversation: notes, guests, texts in two languages, the manual, translations, what came before."""
