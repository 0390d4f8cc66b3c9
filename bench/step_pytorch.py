"""Times forward and backward of a BERT classifier in PyTorch, as bench/step.ts does: prints one JSON line.

Usage: step_pytorch.py LAYERS HIDDEN ROWS TOKENS DROPOUT REPEATS ATTENTION THREADS
"""
import json
import resource
import sys
import time

import torch
from transformers import BertConfig, BertForSequenceClassification

layers, hidden, rows, tokens = (int(text) for text in sys.argv[1:5])
dropout, repeats, attention, threads = float(sys.argv[5]), int(sys.argv[6]), sys.argv[7], int(sys.argv[8])
torch.set_num_threads(threads)
torch.manual_seed(0)
config = BertConfig(
    num_hidden_layers=layers,
    hidden_size=hidden,
    intermediate_size=4 * hidden,
    num_attention_heads=12,
    hidden_dropout_prob=dropout,
    attention_probs_dropout_prob=dropout,
    num_labels=2,
    attn_implementation=attention,
)
model = BertForSequenceClassification(config).train()
batch = {
    "input_ids": torch.randint(0, config.vocab_size, (rows, tokens)),
    "attention_mask": torch.ones(rows, tokens, dtype=torch.long),
    "token_type_ids": torch.zeros(rows, tokens, dtype=torch.long),
    "labels": torch.zeros(rows, dtype=torch.long),
}
times, cpu = [], []
for _ in range(repeats):
    started, cpu_started = time.perf_counter(), time.process_time()
    model.zero_grad(set_to_none=True)
    model(**batch).loss.backward()
    times.append((time.perf_counter() - started) * 1000)
    cpu.append((time.process_time() - cpu_started) * 1000)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"times": times, "cpu": cpu, "peakMegabytes": peak, "version": torch.__version__}))
