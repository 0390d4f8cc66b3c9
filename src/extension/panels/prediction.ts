import type { PredictionLine } from '../../protocol/reports';

/** The first prediction in what `finetune predict --json` printed. @throws Error when there is none */
export function parsePrediction(output: string): Pick<PredictionLine, 'prediction' | 'scores'> {
  const line = output.split('\n').find((text) => text.trim() !== '') ?? '';
  const raw = JSON.parse(line) as Partial<PredictionLine> | null;
  const { prediction, scores } = raw ?? {};
  if (typeof prediction !== 'string' || typeof scores !== 'object') {
    throw new Error(`finetune predict printed no prediction: ${line.slice(0, 200)}`);
  }
  return { prediction, scores };
}
