"""Text in, plain values out: one module a thing."""
