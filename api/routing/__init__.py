"""Who serves a waiting resident, when the desk and the help lines are open, and what is said when nobody is there."""
