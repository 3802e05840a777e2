"""Where torchview 0.2.7 and the recorder differ on the traps, who is right, and why.

Data alone: the tests hold every line, ``docs/zoo.py`` prints it. The recorder is
right in all of them; ``tests/models/traps`` has the models and their exact edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["DIFFERENCES", "Difference"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What torchview does with one trap.

    Attributes:
        kinds: ``fails``: it raises; ``calls``: other module calls; ``paths``: other paths from
            inputs to outputs.
    """

    trap: str
    kinds: frozenset[Literal["fails", "calls", "paths"]]
    why: str
    chinese: str


def _of(kinds: str, why: str, chinese: str, *traps: str) -> list[Difference]:
    return [Difference(trap, frozenset(kinds.split()), why, chinese) for trap in traps]  # type: ignore[arg-type]


DIFFERENCES = tuple(
    sorted(
        [
            *_of(
                "calls",
                "a module that is given no tensor is not recorded",
                "没有张量参数的模块不被记录",
                "module_without_tensors",
                "parameter_branch",
            ),
            *_of(
                "calls",
                "a module that is given only a weight is not recorded",
                "只接收权重的模块不被记录",
                "parametrized",
                "weight_norm",
            ),
            *_of(
                "calls",
                "a call of forward by its name is not recorded",
                "不记录按名字对 forward 的调用",
                "direct_forward",
            ),
            *_of(
                "calls paths",
                "all that follows a scripted function is lost",
                "脚本函数之后的一切都丢失",
                "scripted_function",
            ),
            *_of(
                "paths",
                "a scripted module is one box: every input seems to reach every output",
                "脚本模块是一个整体：每个输入似乎都到达每个输出",
                "scripted_module",
            ),
            *_of(
                "calls paths",
                "a dataclass as argument is not looked into: the graph is empty",
                "不查看作为参数的数据类：图是空的",
                "dataclass_arguments",
            ),
            *_of(
                "fails",
                "an object that is a dict only by its methods is taken apart as a list",
                "仅有字典方法的对象被当作列表拆开",
                "dict_like",
            ),
            *_of(
                "fails",
                "sparse tensors have no storage to wrap",
                "稀疏张量没有存储",
                "sparse_product",
            ),
            *_of(
                "fails",
                "torch's compiler does not take its wrapped tensors",
                "PyTorch 编译器不接受其包装张量",
                "compiled_submodule",
                "conditional_operator",
                "flexible_attention",
            ),
            *_of(
                "fails",
                "a tensor class of the author's does not mix with its own",
                "作者自己的张量类不能与其张量类混用",
                "tensor_subclass",
            ),
            *_of(
                "paths",
                "item assignment is not recorded",
                "不记录按下标赋值",
                "as_strided",
                "moe_routing",
                "partial_read",
                "whole_read_after_parts",
            ),
            *_of(
                "paths",
                "a write through another view of the memory is not seen",
                "看不到经由另一个视图的写入",
                "two_views",
                "conjugate_view",
            ),
            *_of(
                "paths",
                "a tensor that takes another's memory keeps its old history",
                "接管他人内存的张量保留旧来历",
                "set_and_resize",
            ),
            *_of(
                "paths",
                "an operator of a library that writes in place is not seen",
                "看不到自定义库中原地写入的算子",
                "custom_operator",
            ),
            *_of(
                "paths",
                "functions that take only shape and type are joined, those that read are cut",
                "只取形状和类型的函数被连上，真正读值的却断开",
                "like_functions",
            ),
            *_of("paths", "conj() starts anew", "conj() 之后重新开始", "complex_numbers"),
            *_of(
                "paths",
                "torch.func.grad is not recorded",
                "不记录 torch.func.grad",
                "function_gradient",
            ),
            *_of(
                "paths",
                "the generator is used up, the model sums nothing",
                "生成器被用尽，模型的求和为空",
                "generator_argument",
            ),
            *_of(
                "paths",
                "values that pass through Python or NumPy are not followed",
                "不跟踪经过 Python 或 NumPy 的值",
                "python_tensor",
                "numpy_round_trip",
                "numpy_write",
            ),
        ],
        key=lambda difference: difference.trap,
    )
)
