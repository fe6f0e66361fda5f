"""Makes a release: what it would do, its files, two builds, commit and tag."""
