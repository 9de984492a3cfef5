"""Who did what to whom: a text's parse and a lexicon of frames -> events of PLOVER's types."""
