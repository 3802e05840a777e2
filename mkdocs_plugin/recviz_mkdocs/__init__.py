"""MkDocs and Python-Markdown faces of recviz-docs."""
