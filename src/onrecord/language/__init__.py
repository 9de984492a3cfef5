"""From a text to its words, sentences, names and the encoder's reading of them."""
