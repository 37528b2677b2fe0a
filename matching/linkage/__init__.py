"""Probabilistic matching in the clear (level L0): index, comparison, weights, posterior.

`layout` says what a row is, `vocabulary` numbers the words, `reading` makes rows of people,
`blocks` finds candidates, `levels` compares, `model` holds the weights, `chances` learns what
chance alone agrees on, `fitting` learns from data without labels, `search` scores one signal,
`linker` is the front door.
"""
