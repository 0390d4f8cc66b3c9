import type { WrittenRunConfig } from './definition';
import type { Finding } from './problem';

/** Parts of "mitigation" that are fine alone but not as they stand together. */
export function findMitigationCombinations({ mitigation }: WrittenRunConfig): Finding[] {
  if (mitigation === null) return [];
  const findings: Finding[] = [];
  const refuse = (key: string, message: string, next: string): void => {
    const path = ['mitigation', key];
    findings.push({ code: 'combination', path, at: 'value', message, next });
  };
  if (mitigation.groups === null) {
    for (const key of neededBy(mitigation))
      refuse(
        key,
        `"mitigation.${key}" must know whom each row is about.`,
        'Set "mitigation.groups" to the column that says so, or to {"axis": "gender"} to tell it by words of the text.',
      );
  }
  if (mitigation.reweighing && mitigation.groupDro !== null)
    refuse(
      'groupDro',
      '"mitigation.reweighing" and "mitigation.groupDro" both decide how much each group counts.',
      'Keep one of the two.',
    );
  return findings;
}

/** The parts that are on and compare groups. */
function neededBy(mitigation: NonNullable<WrittenRunConfig['mitigation']>): string[] {
  const { reweighing, groupDro, adversarial, thresholds } = mitigation;
  return Object.entries({ reweighing, groupDro, adversarial, thresholds })
    .filter(([, value]) => value !== false && value !== null)
    .map(([key]) => key);
}
