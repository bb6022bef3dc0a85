"""The web chat: the HTTP contract that the widget and other clients build on."""
