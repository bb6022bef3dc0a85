"""Machine translation between residents and counsellors, and what a translation got wrong."""
