"""Many records kept: schema, writing, finding, correcting and checking."""
