import { bert } from './bert/bertFamily';
import type { ConfigReader } from './configReader';
import type { Family } from './family';

const families: ReadonlyMap<string, Family> = new Map([['bert', bert]]);

/**
 * The family of a model.
 * @throws UserError when it is not supported, or brings code of its own
 */
export function familyOf(config: ConfigReader): Family {
  if (config.raw('auto_map') !== undefined) {
    config.refuse('auto_map', 'it names code inside the model folder, which is never run');
  }
  if (config.raw('quantization_config') !== undefined) {
    config.refuse('quantization_config', 'quantized weights cannot be trained');
  }
  const type = config.choice('model_type', [...families.keys()], '');
  const family = families.get(type);
  return family ?? config.refuse('model_type', 'no such family');
}
