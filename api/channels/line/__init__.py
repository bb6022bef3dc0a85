"""LINE: webhook events in, messages out, and the calls of the Messaging API."""
