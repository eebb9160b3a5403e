"""The rules of the catalogue, one file each; found by `pipeline.reconcile.rule.load_rules`."""
