"""How the tables of the ledger came to be: one file for each revision, in ``versions``."""
