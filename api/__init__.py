"""The gateway: conversations with residents on every channel, and the counsellors' desk."""
