"""How the bot is asked for its replies."""
