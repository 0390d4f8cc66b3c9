import path from 'node:path';
import type { MitigationConfig } from '../../../../src/protocol/mitigationConfig';
import type { RunConfig } from '../../../../src/protocol/runConfig';
import { fixtureConfig } from '../training/fixtureRun';

const root = process.env.FINETUNE_ROOT ?? '.';
export const mitigationFixture = path.join(root, 'test/fixtures/mitigation');

/** A section "mitigation" with all parts off but these. */
export function mitigating(parts: Partial<MitigationConfig>): MitigationConfig {
  return {
    groups: 'who',
    reweighing: false,
    groupDro: null,
    counterfactual: null,
    logitPairing: null,
    adversarial: null,
    thresholds: null,
    ...parts,
  };
}

/** The fixture's small BERT on rows with a column "who". */
export function mitigatedConfig(parts: Partial<MitigationConfig>): RunConfig {
  const { data } = fixtureConfig;
  const source = (name: string) => ({ ...data.train, path: path.join(mitigationFixture, name) });
  return {
    ...fixtureConfig,
    data: { ...data, train: source('train.jsonl'), validation: source('validation.jsonl') },
    mitigation: mitigating(parts),
  };
}
