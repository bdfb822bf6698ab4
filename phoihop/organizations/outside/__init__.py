"""What the room has to do with the world beyond the database: authenticators of people."""
