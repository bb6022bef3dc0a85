"""The channels on which residents write; one folder each, none importing another."""
