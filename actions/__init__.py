"""The bridge between the dialogue and the guidebook: Rasa's custom actions, each answering in one payload."""
