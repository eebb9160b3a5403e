"""Boxes, maps and grids: the geometry that every stage shares."""
