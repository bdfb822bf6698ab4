"""Many machines on one: PostgreSQL replicated and failing over, two web nodes, two listeners, clients that write."""
