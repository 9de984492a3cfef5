"""From records to what is shown: one set of view rows behind the terminal, the page and the table."""
