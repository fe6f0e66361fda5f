"""The check of a package that is too large for one machine, in shards: each a range of sources."""
