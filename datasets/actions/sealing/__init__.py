"""封存: what the law closes leaves the register whole, and comes back whole where the law opens it again."""
