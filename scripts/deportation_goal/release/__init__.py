"""The release: built from data/, reproducible, checked again from what was built."""
