"""The ledger in the formats of other tools, and what people changed there back as corrections."""
