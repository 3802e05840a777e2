"""The processes that run authors' code, apart from the docs process.

`recviz_docs.worker.client` is the door; the protocol is in the docstring of
`recviz_docs.worker.server`.
"""
