"""What the portal has beyond pages: its index in memory, feeds, the map of the site, pictures to pass on."""
