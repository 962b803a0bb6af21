"""Reading one posting: each file reads one thing from its text."""
