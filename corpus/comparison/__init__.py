"""Municipalities beside each other and over time, each within its own edition."""
