"""Names, roles and pronouns of a text, resolved to the actors they stand for."""
