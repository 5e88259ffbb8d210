"""A domain-free rule engine: typed rules in YAML, forward chaining, reasons for everything."""
