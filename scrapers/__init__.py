"""Collectors of job portals."""
