"""A job without torch: the model is what the target gives, in the target's own file."""

import ast

from recviz_docs.graph import Graph, Model
from recviz_docs.tracing.importing import load_object


def call(reference, options, *, base):
    factory = load_object(reference, base=base)
    arguments = ast.parse(f"_({reference.call or ''})", mode="eval").body.args
    result = factory(*(ast.literal_eval(argument) for argument in arguments))
    return Graph(Model(str(result), 1, 1, module=reference.file), nodes=(), edges=())
