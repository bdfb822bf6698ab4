"""What talks to mail servers, and what makes and reads messages."""
