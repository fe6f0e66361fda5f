"""Documents that are generated: the dictionary, the rules page, the command reference. A page a module, pure."""
