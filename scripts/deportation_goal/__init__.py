"""What was reported about the goal of deporting one million people from the United States in a year."""
