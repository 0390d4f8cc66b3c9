"""Median milliseconds of matrix products in PyTorch, as bench/products.ts asks: prints a JSON list.

Usage: products_pytorch.py PRODUCTS REPEATS THREADS
"""
import json
import sys
import time

import torch

products, repeats, threads = json.loads(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
torch.set_num_threads(threads)
medians = []
for product in products:
    m, k, n = product["m"], product["k"], product["n"]
    a = torch.rand(k, m).t() if product["transA"] else torch.rand(m, k)
    b = torch.rand(n, k).t() if product["transB"] else torch.rand(k, n)
    c = torch.empty(m, n)
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        torch.mm(a, b, out=c)
        times.append((time.perf_counter() - started) * 1000)
    medians.append(sorted(times)[repeats // 2])
print(json.dumps(medians))
