"""The states of a ticket."""

WAITING, CLAIMED, CLOSED = "waiting", "claimed", "closed"
