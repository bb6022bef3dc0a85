"""Who works at the desk: signing in, second factor, sessions, invitations, rights, and who did what."""
