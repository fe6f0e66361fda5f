"""The explorer: a site of plain files, made from a built release alone; it works from a folder and without scripts."""
