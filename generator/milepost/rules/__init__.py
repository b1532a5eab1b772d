"""What is checked: one function a rule, levels and suppressions beside them."""
