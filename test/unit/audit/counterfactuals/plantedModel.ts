import { findTerms } from '../../../../src/data/swap/swapText';
import type { SwapAxisName } from '../../../../src/data/swap/swapAxis';
import type { ScoredRows } from '../../../../src/audit/scoredRows';
import type { SeededRandom } from '../../data/seededRandom';

/** A model of two labels that likes texts by what they say, and perhaps by whom they are about. */
export interface PlantedModel {
  readonly axis: SwapAxisName;
  /** Added to the logit of texts about the second group. */
  readonly bias: number;
  /** Spread of what any change of words does to the logit, the same for all groups. */
  readonly noise: number;
  readonly seed: number;
}

/** A number from -1 to 1 that a text and a seed decide. */
function hashed(text: string, seed: number): number {
  let hash = seed ^ 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 31 - 1;
}

/** [texts, 2]. */
export function predict(texts: readonly string[], model: PlantedModel): Float32Array {
  const probabilities = new Float32Array(texts.length * 2);
  for (const [at, text] of texts.entries()) {
    const topic = Number(/\d+/.exec(text)?.[0] ?? 0);
    const terms = findTerms(text, model.axis)?.terms ?? [];
    const isSecond = terms.length > 0 && terms.every(({ group }) => group === 1);
    const logit =
      4 * hashed(String(topic), model.seed) +
      (isSecond ? model.bias : 0) +
      model.noise * hashed(text, model.seed + 1);
    const share = 1 / (1 + Math.exp(-logit));
    probabilities.set([1 - share, share], 2 * at);
  }
  return probabilities;
}

const frames = [
  'Number #: he lost his keys.',
  'Number #: the waitress said she would come.',
  'Number #: my uncle likes it.',
  'Number #: nobody knew about it.',
  'Number #: a woman saw him.',
];

/** Rows of which four in five say whom they are about. */
export function plantedRows(count: number, model: PlantedModel, random: SeededRandom): ScoredRows {
  const texts = Array.from({ length: count }, () =>
    random.pick(frames).replace('#', String(random.below(1_000_000))),
  );
  return {
    path: 'rows.jsonl',
    rows: Int32Array.from(texts, (_, at) => at + 1),
    lines: Int32Array.from(texts, (_, at) => at + 1),
    ...{ texts, gold: null, labels: ['negative', 'positive'] },
    probabilities: predict(texts, model),
  };
}
