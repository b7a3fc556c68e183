"""Who uses the product: accounts, and the tokens by which a request shows whose it is."""
