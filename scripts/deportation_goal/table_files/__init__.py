"""Tables as files: reading CSV with true positions, writing canonical CSV, atomic writes."""
