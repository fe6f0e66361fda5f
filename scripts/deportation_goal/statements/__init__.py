"""What statements say together: intervals, claims, comparison, relations, wordings, search."""
