"""Who said what: attributions, their speakers, and what is said of them."""
