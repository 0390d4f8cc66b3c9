/** What users know from elsewhere and a coming version brings: refused with a sentence that says so. */

const laterMethods = new Set([
  ...['lora', 'qlora', 'dora', 'ia3', 'adapter', 'adapters', 'prefix', 'prompt', 'bitfit', 'head'],
  ...['peft', 'prefix-tuning', 'prompt-tuning', 'linear-probe'],
]);

const laterTasks = new Set([
  ...['token-classification', 'question-answering', 'text-generation', 'causal-lm', 'masked-lm'],
  ...['fill-mask', 'summarization', 'translation', 'text2text-generation', 'seq2seq', 'regression'],
  ...['multi-label-classification', 'sentence-similarity', 'instruction-tuning', 'chat', 'ner'],
]);

const laterDevices = new Set([
  ...['gpu', 'dml', 'directml', 'coreml', 'mps', 'metal', 'rocm', 'tpu', 'npu'],
]);

const laterFormats = new Set(['arrow', 'feather', 'xlsx', 'excel', 'xml', 'yaml']);

const laterSections: Readonly<Record<string, string>> = {
  sweep: 'Sweeps are',
  search: 'Sweeps are',
  trials: 'Sweeps are',
  export: 'Export is',
  lora: 'LoRA is',
  peft: 'Adapters are',
  adapter: 'Adapters are',
  adapters: 'Adapters are',
  quantization: 'Quantisation is',
  generation: 'Text generation is',
};

/** A sentence and a next action when this version does not do `value` at `key` yet; null when it is simply unknown. */
export function laterValue(key: string, value: unknown): { message: string; next: string } | null {
  if (typeof value !== 'string') return null;
  const name = value.toLowerCase();
  if ((key === 'method.type' || key === 'method') && laterMethods.has(name)) {
    return {
      message: `Method "${value}" is not in this version yet: it trains all parameters.`,
      next: 'Write "method": { "type": "full" }.',
    };
  }
  if (key === 'task' && laterTasks.has(name)) {
    return {
      message: `Task "${value}" is not in this version yet.`,
      next: 'Set "task" to "text-classification".',
    };
  }
  if (key === 'device' && laterDevices.has(name)) {
    return {
      message: `Device "${value}" is not in this version yet.`,
      next: 'Set "device" to "auto", "cpu" or "webgpu".',
    };
  }
  if (/^data\.\w+\.format$/.test(key) && laterFormats.has(name)) {
    return {
      message: `Format "${value}" is not in this version yet.`,
      next: 'Convert the file to jsonl, json, csv, tsv, parquet or text.',
    };
  }
  if (key === 'model' && /^(https?:|hf:|hf-hub:|hub:)/i.test(value)) {
    return {
      message: `"${value}" is an address: this version does not download models yet.`,
      next: 'Download the model and set "model" to its folder, such as "./models/NAME".',
    };
  }
  return null;
}

/** The same for a key that is none of ours. */
export function laterKey(key: string): { message: string; next: string } | null {
  const subject = Object.hasOwn(laterSections, key) ? laterSections[key] : undefined;
  if (subject === undefined) return null;
  return { message: `${subject} not in this version yet.`, next: `Remove "${key}".` };
}

/** Whether text that names no folder was probably meant as a Hugging Face hub id: NAME or OWNER/NAME. */
export function looksLikeHubId(model: string): boolean {
  return /^[A-Za-z0-9][\w.-]*(\/[\w.-]+)?$/.test(model);
}
