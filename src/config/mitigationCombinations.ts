import type { WrittenRunConfig } from './definition';
import type { Finding } from './problem';

/** Parts of "mitigation" that need each other, exclude each other, or do nothing as they stand. */
export function findMitigationCombinations({ mitigation, data }: WrittenRunConfig): Finding[] {
  if (mitigation === null) return [];
  const findings: Finding[] = [];
  const refuse = (key: string | null, message: string, next: string): void => {
    const path = ['mitigation', ...(key === null ? [] : [key])];
    findings.push({ code: 'combination', path, at: 'value', message, next });
  };
  const comparing = partsOn(mitigation, comparingParts);
  const swapping = partsOn(mitigation, swappingParts);
  if (mitigation.groups !== null && comparing.length === 0) {
    const others = swapping.map((key) => `"${key}"`).join(' and ');
    refuse(
      'groups',
      others === ''
        ? '"mitigation.groups" alone changes nothing: it says whom rows are about, and no part acts on it.'
        : `"mitigation.groups" has no effect: ${others} ${swapping.length === 1 ? 'goes' : 'go'} by the words of its axes.`,
      `Add a part that compares groups (${example(comparingParts)})${others === '' ? `, or one that needs none (${example(swappingParts)})` : ''}, or remove "groups".`,
    );
  } else if (mitigation.groups === null && comparing.length + swapping.length === 0)
    refuse(
      null,
      'Nothing is on in "mitigation": the run would train as without it.',
      `Add "groups" with a part that compares them (${example(comparingParts)}), or one that needs none (${example(swappingParts)}); or remove "mitigation".`,
    );
  if (mitigation.groups === null) {
    for (const key of comparing)
      refuse(
        key,
        `"mitigation.${key}" must know whom each row is about.`,
        'Set "mitigation.groups" to the column that says so, or to {"axis": "gender"} to tell it by words of the text.',
      );
  }
  for (const key of swapping) {
    const axes = mitigation[key]?.axes ?? [];
    const twice = axes.find((axis, at) => axes.indexOf(axis) < at);
    if (twice !== undefined)
      refuse(
        key,
        `"mitigation.${key}.axes" names "${twice}" twice: a word that is swapped twice is the first again.`,
        'Name each axis once.',
      );
  }
  if (mitigation.reweighing && mitigation.groupDro !== null)
    refuse(
      'groupDro',
      '"mitigation.reweighing" and "mitigation.groupDro" both decide how much each group counts.',
      'Keep one of the two.',
    );
  if (mitigation.thresholds !== null && data.labels !== null && data.labels.length > 2)
    refuse(
      'thresholds',
      `"mitigation.thresholds" is for two labels, and "data.labels" has ${data.labels.length}.`,
      'Remove it; the other parts of "mitigation" take any number of labels.',
    );
  return findings;
}

type Parts = NonNullable<WrittenRunConfig['mitigation']>;

/** Parts that must know whom a row is about, as one would write each first. */
const comparingParts = {
  reweighing: '"reweighing": true',
  groupDro: '"groupDro": {}',
  adversarial: '"adversarial": {}',
  thresholds: '"thresholds": {}',
} as const;

/** Parts that swap words of the texts. */
const swappingParts = {
  counterfactual: '"counterfactual": {}',
  logitPairing: '"logitPairing": {}',
} as const;

function partsOn<Part extends keyof Parts>(
  mitigation: Parts,
  parts: Readonly<Record<Part, string>>,
): Part[] {
  const names = Object.keys(parts) as Part[];
  return names.filter((part) => mitigation[part] !== false && mitigation[part] !== null);
}

function example(parts: Readonly<Record<string, string>>): string {
  const written = Object.values(parts);
  return `${written.slice(0, -1).join(', ')} or ${written.at(-1) ?? ''}`;
}
