"""What differs between two versions of the package, and which step of the version number that requires."""
