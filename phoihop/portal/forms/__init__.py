"""Forms of the portal: text in, plain values out. What protects them without a cookie is in `tokens`."""
