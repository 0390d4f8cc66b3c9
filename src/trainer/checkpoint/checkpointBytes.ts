/** Config, tokenizer, state and manifest beside the tensors. */
const smallFilesBytes = 4 * 2 ** 20;

/** Bytes of a checkpoint on disk: weights and two moments in float32. */
export function checkpointBytes(parameterCount: number): number {
  return parameterCount * 12 + smallFilesBytes;
}
