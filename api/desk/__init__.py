"""The counsellors' desk: accounts, queue and replies."""
