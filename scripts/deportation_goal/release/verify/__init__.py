"""Whether a release is complete, unchanged and consistent: a module for each question, none of which needs a network."""
