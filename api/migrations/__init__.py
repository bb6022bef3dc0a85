"""Alembic migrations: one file per change of the tables, from the first table on."""
