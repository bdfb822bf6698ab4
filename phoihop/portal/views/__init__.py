"""Doors of the portal: all stand open, none sets a cookie, none knows who reads."""
