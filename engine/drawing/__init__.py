"""Decisions as pictures: plain graph data first, then DOT, then SVG or PNG."""
