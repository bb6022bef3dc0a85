"""The desk, through its HTTP door."""
