"""Full-text search over what residents and counsellors wrote in conversations with a ticket."""
