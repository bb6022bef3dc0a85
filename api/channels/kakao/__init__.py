"""KakaoTalk: the skill that the chatbot calls, its callback, and the Event API with which the bot speaks first."""
