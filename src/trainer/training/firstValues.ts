import type { ModelFolder } from '../modelFolder/loadModel';
import { initialValues } from '../modelFolder/initialValues';
import type { Parameter } from '../models/model';
import type { Objective } from './objective';

/** Deviation of the adversary's weights at the beginning: BERT's own. */
const deviation = 0.02;

/** Values of a parameter by its name. */
export type FirstValues = (name: string) => Float32Array;

/** What every trained parameter is at the beginning of a run, by name: the model's own values, and those of an adversary. */
export function firstValues(
  model: Pick<ModelFolder, 'weight'>,
  { adversary }: Objective,
  seed: number,
): FirstValues {
  const own = new Map<string, Parameter>(
    (adversary?.spans ?? []).flatMap(({ members }) => members).map((each) => [each.name, each]),
  );
  return (name) => {
    const parameter = own.get(name);
    return parameter === undefined
      ? model.weight(name)
      : initialValues(parameter, { seed, deviation });
  };
}
