"""A job without torch that seeds random numbers before the target is imported."""

import random

import fake_job


def call(reference, options, *, base):
    random.seed(options.seed)
    return fake_job.call(reference, options, base=base)
