import { runPaths } from './runFolder';
import { modelOfRun } from './runModel';

/**
 * Python that loads the tuned model of a run with Hugging Face transformers; of a run without one, its
 * checkpoint of `bestStep`, else the newest.
 */
export function pythonSnippet(folder: string, maxLength: number, bestStep: number | null): string {
  const model = pythonText(modelOfRun(folder, bestStep)?.folder ?? runPaths(folder).model);
  return `# pip install transformers torch
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

folder = ${model}
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForSequenceClassification.from_pretrained(folder).eval()

texts = ["A sentence to classify."]
batch = tokenizer(texts, padding=True, truncation=True, max_length=${Math.trunc(maxLength)}, return_tensors="pt")
with torch.no_grad():
    scores = model(**batch).logits.softmax(-1)
for text, row in zip(texts, scores):
    print(model.config.id2label[int(row.argmax())], f"{row.max():.3f}", text)
`;
}

/** A JSON string is a Python string too. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}
