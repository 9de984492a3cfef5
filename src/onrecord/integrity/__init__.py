"""What is wrong with a text itself: what was repeated, cut off, swapped, or does not belong to the article."""
