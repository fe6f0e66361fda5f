"""What catalogues, archives and citation managers read about the dataset: a module for each standard, all from the descriptor."""
