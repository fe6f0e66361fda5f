"""Values as printed: numbers with their words, periods and days."""
