"""Sphinx face of recviz-docs."""
