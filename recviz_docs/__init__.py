"""Architecture diagrams of PyTorch models for documentation pages.

The pipeline, in order; every arrow is a frozen dataclass that can be written as JSON:

1. `recviz_docs.reference`, `recviz_docs.options`: directive text -> ``Reference`` + ``Options``
2. `recviz_docs.tracing.inputs`: model -> example tensors (in the worker)
3. `recviz_docs.tracing`: model, tensors -> ``Graph`` with everything in it (in the worker)
4. `recviz_docs.simplify`: ``Graph`` -> ``Graph`` with what will be drawn
5. `recviz_docs.layout`: ``Graph`` -> ``Layout`` (numbers only)
6. `recviz_docs.paint`: ``Layout`` -> SVG
7. `recviz_docs.page`: ``Diagram`` -> HTML figure

`recviz_docs.pipeline.draw_all` calls them; it is the only module that knows every stage.
"""
