"""Hugging Face Trainer's examples per second on a text TAB label file, with its defaults (random batches, padded to
the longest row). Prints one JSON line. Usage: epoch_trainer.py MODEL TRAIN.tsv STEPS [--group-by-length]"""

import json
import sys
import time

import torch
from torch.utils.data import Dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainerCallback,
    TrainingArguments,
)

model_folder, data_file, steps = sys.argv[1], sys.argv[2], int(sys.argv[3])
grouped = "--group-by-length" in sys.argv
warmup_steps = 3
torch.set_num_threads(2)


class Rows(Dataset):
    def __init__(self, tokenizer):
        lines = [line.rstrip("\n").split("\t") for line in open(data_file, encoding="utf8")]
        self.encoded = tokenizer([text for text, _ in lines], truncation=True, max_length=128)
        self.labels = [int(label) for _, label in lines]

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, row):
        return {"input_ids": self.encoded["input_ids"][row], "labels": self.labels[row]}


class Clock(TrainerCallback):
    def __init__(self):
        self.times = []

    def on_step_end(self, args, state, control, **kwargs):
        self.times.append(time.perf_counter())


tokenizer = AutoTokenizer.from_pretrained(model_folder)
rows = Rows(tokenizer)
model = AutoModelForSequenceClassification.from_pretrained(model_folder, num_labels=2)
clock = Clock()
arguments = TrainingArguments(
    output_dir="/tmp/epoch-trainer",
    per_device_train_batch_size=16,
    learning_rate=5e-5,
    weight_decay=0.01,
    warmup_steps=0.1,
    max_steps=steps + warmup_steps,
    save_strategy="no",
    report_to=[],
    disable_tqdm=True,
    use_cpu=True,
    seed=42,
    logging_steps=10_000,
    **({"train_sampling_strategy": "group_by_length"} if grouped else {}),
)
Trainer(
    model=model,
    args=arguments,
    train_dataset=rows,
    data_collator=DataCollatorWithPadding(tokenizer),
    callbacks=[clock],
).train()
seconds = clock.times[-1] - clock.times[warmup_steps - 1]
print(json.dumps({"examplesPerSecond": steps * 16 / seconds, "secondsPerStep": seconds / steps, "steps": steps}))
