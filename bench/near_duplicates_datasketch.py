"""Near-duplicate search with datasketch, as bench/nearDuplicates.ts does it; needs datasketch 2.

Usage: near_duplicates_datasketch.py ROWS.jsonl OUT.json THRESHOLD BANDS ROWS_A_BAND
"""
import json
import re
import resource
import sys
import time

from datasketch import MinHash, MinHashLSH

source, out = sys.argv[1:3]
threshold, bands, rows = float(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
started = time.time()


def shingles(text):
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))}


def root(item):
    while parents[item] != item:
        parents[item] = parents[parents[item]]
        item = parents[item]
    return item


index = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
sets, parents = [], []
with open(source, encoding="utf-8") as lines:
    for item, line in enumerate(lines):
        grams = shingles(json.loads(line)["text"])
        sketch = MinHash(num_perm=bands * rows)
        sketch.update_batch([gram.encode() for gram in grams])
        parents.append(item)
        sets.append(frozenset(hash(gram) for gram in grams))
        for other in index.query(sketch):
            shared = len(sets[item] & sets[other])
            if shared >= threshold * (len(sets[item]) + len(sets[other]) - shared):
                a, b = root(item), root(other)
                parents[max(a, b)] = min(a, b)
        index.insert(item, sketch)

usage = resource.getrusage(resource.RUSAGE_SELF)
document = {
    "seconds": time.time() - started,
    "processorSeconds": usage.ru_utime + usage.ru_stime,
    "peakMegabytes": usage.ru_maxrss / 1024,
    "clusters": [root(item) for item in range(len(parents))],
}
with open(out, "w", encoding="utf-8") as file:
    json.dump(document, file)
