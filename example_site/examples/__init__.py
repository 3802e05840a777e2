"""The models of the example site, one file each.

``build()`` gives a model as an author would write it; ``inputs()`` stands beside it
only where example inputs cannot be made from the model itself.
"""
