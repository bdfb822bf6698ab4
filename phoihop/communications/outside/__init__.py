"""What this room talks to beyond the database."""
