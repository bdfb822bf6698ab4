"""What may be asked, how estimates become one, and how well they did. No framework."""
