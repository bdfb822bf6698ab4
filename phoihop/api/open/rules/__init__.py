"""What the open API understands and how it writes, without framework or database. Pure."""
