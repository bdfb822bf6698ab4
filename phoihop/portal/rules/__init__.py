"""What the portal works out without a framework."""
