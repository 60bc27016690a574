"""The tests: one folder a feature, one file a verb."""
