"""Local stand-ins for the services the router talks to, for demo, tests and benchmarks. Never part of the service."""
