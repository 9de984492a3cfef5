"""Changes to the schema, each a named step recorded in the transaction that makes it."""
