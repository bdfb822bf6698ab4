"""Everything measured: each page a reader can come to, search, papers, jobs, the durable write, memory and sizes."""
