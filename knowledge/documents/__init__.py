"""The centres' own guidebooks: taken in from their files, kept in editions, searched beside our articles."""
