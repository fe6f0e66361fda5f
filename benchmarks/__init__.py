"""Benchmarks: invented packages of any size, and the same checks by several tools, side by side.

Run as `python -m benchmarks` from the root of the repository. No part of the installed package.
"""
