"""The knowledge base: data only. Vocabulary, parameters, tables, rules, advice, sources, cases."""
