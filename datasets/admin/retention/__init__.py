"""归档和匿名: the rules, what they would do today, who decided, what was done, and who was put away."""
