"""What goes out to the public, word for word, and where it stands. Pure."""
