"""Many documents: listed, read side by side, kept in order, resumed after any stop."""
