"""Commands that build, run, measure and check the project; not part of the service."""
