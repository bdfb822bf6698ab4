"""What may be claimed, how it may be judged, and how alike two claims are. No framework."""
