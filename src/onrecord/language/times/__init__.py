"""Time expressions: found in a text, and their values after TIMEX3."""
