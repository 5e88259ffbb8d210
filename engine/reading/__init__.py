"""From YAML files to a checked rule base or case; every mistake is collected with its place."""
