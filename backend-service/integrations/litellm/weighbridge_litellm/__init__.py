"""Weighbridge in LiteLLM's proxy. `proxy` holds what its configuration names."""
