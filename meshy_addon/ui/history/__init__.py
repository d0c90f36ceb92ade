"""Every task of the account, made here or elsewhere."""
