"""The counsellors' queue: lists, shifts, who has which ticket, and the task that gives tickets to whoever is free."""
