"""The data model: one class per record type, and these classes are the schema."""
