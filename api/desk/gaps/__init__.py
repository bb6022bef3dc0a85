"""Questions that the guidebook does not answer: heard, grouped over all languages, answered once, and told of."""
