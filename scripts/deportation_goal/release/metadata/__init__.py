"""What catalogues, archives and citation managers read about the dataset: a module a standard, all from the descriptor."""
