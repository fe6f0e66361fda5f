"""Whether a release is whole, unchanged and true to itself: a module a question, none of which needs a network."""
