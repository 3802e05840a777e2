"""A job without torch: it imports the target, calls it, and names the model by the result."""

# ruff: noqa: T201

import ast

from recviz_docs.graph import Graph, Model
from recviz_docs.tracing.importing import load_object


def call(reference, options, *, base):
    factory = load_object(reference, base=base)
    arguments = ast.parse(f"_({reference.call or ''})", mode="eval").body.args
    result = factory(*(ast.literal_eval(argument) for argument in arguments))
    return Graph(model=Model(str(result), 1, 1), nodes=(), edges=())


def gives_nonsense(reference, options, *, base):
    class Nonsense:
        def to_json(self):
            return {"schema": 1, "model": 5}

    return Nonsense()


def no_torch():
    raise ModuleNotFoundError("No module named 'torch'", name="torch")


def broken_torch():
    raise OSError("libtorch_cpu.so: cannot open shared object file")


def prints():
    import os

    print("not the protocol")
    os.write(1, b'{"event": "done", "id": 0}\n')
