"""Installed libraries that several models import are imported once, for all of them.

`recviz_docs.worker.generation` forks a process that does so and then forks models from
it. Nobody sees such a library before he imports it himself; from then on everything is
as if it had been imported there, down to the record of dependencies.
"""
