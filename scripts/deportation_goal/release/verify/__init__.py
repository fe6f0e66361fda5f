"""Whether a release is complete, unchanged and consistent: a module a question, none of which needs a network."""
