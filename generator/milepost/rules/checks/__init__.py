"""The rules, a module for each family; a module registers its rules by being here."""
