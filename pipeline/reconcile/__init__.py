"""Records become findings: the ledger, the rules, the findings. No page is opened here."""
