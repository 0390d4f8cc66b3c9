import path from 'node:path';
import { catalogue } from '../data/lint/catalogue';
import { proportions, proportionsProblem } from '../data/statistics/proportions';
import { assertNever } from '../protocol/assertNever';
import type { RuleId } from '../protocol/lint';
import type { Finding } from '../config/problem';
import type { Step, WrittenRecipe } from './definition';
import { outputFormat } from './write/outputFormat';

/** Keys that are fine alone but not together, and outputs that cannot be written. */
export function findCombinations({ input, output, steps }: WrittenRecipe): Finding[] {
  const inputs = Array.isArray(input) ? input : [input];
  const inputPaths = inputs.map((entry) => (typeof entry === 'string' ? entry : entry.path));
  const findings: Finding[] = [];
  const refuse = (where: Finding['path'], message: string, next: string): void => {
    findings.push({ code: 'combination', path: where, at: 'value', message, next });
  };
  const format = outputFormat(output);
  if (format.type === 'refused') refuse(['output'], format.message, format.next);
  if (inputPaths.some((each) => path.normalize(each) === path.normalize(output))) {
    refuse(['output'], 'The output is the input.', 'Give the output another name.');
  }
  const twice = inputPaths.findIndex((each, index) => inputPaths.indexOf(each) < index);
  if (twice >= 0) refuse(['input', twice], 'This file is named before.', 'Name each file once.');
  for (const [index, step] of steps.entries()) {
    for (const [key, message, next] of withinStep(step))
      refuse(['steps', index, ...(key === '' ? [] : [key])], message, next);
  }
  const splits = steps.flatMap(({ type }, index) => (type === 'split' ? [index] : []));
  const [split = -1] = splits;
  for (const [index, { type }] of steps.slice(0, Math.max(0, split)).entries())
    if (type === 'counterfactual')
      refuse(
        ['steps', index],
        'A row and its swap would fall into different parts of the split that follows.',
        'Put the split before this step: then only training rows are swapped.',
      );
  for (const index of splits.slice(1))
    refuse(['steps', index], 'The rows are split already.', 'Keep one split.');
  return findings;
}

type Refusal = readonly [key: string, message: string, next: string];

function withinStep(step: Step): readonly Refusal[] {
  switch (step.type) {
    case 'sample':
      if (step.rows === null && step.share === null)
        return [['', 'A sample needs its size.', 'Add "rows" or "share".']];
      return step.rows !== null && step.share !== null
        ? [['share', '"rows" and "share" both say how much to keep.', 'Remove one of the two.']]
        : [];
    case 'split':
      if (step.validation === 0 && step.test === 0)
        return [['', 'This split cuts nothing off.', 'Set "validation" or "test", such as 0.1.']];
      return step.validation + step.test >= 1
        ? [
            [
              '',
              `${step.validation} for validation and ${step.test} for test leave no rows for training.`,
              'Let them add up to less than 1.',
            ],
          ]
        : [];
    case 'balance':
      return withinBalance(step);
    case 'rename':
      return withinRename(step);
    case 'lint':
      return step.rules.flatMap((rule) => withinLint(rule));
    case 'normalize':
    case 'fix-mojibake':
    case 'strip-markup':
    case 'deduplicate':
    case 'redact':
    case 'filter':
    case 'convert':
    case 'shuffle':
      return [];
    case 'counterfactual':
      return withinCounterfactual(step);
    default:
      return assertNever(step, 'step');
  }
}

function withinBalance({ shares }: Extract<Step, { type: 'balance' }>): readonly Refusal[] {
  if (shares === null) return [];
  const amounts = Object.values(shares);
  if (amounts.length < 2)
    return [
      [
        'shares',
        'A mix needs two values or more.',
        'Name each value with its share, or remove "shares".',
      ],
    ];
  return proportions(amounts) === null ? [['shares', ...proportionsProblem(amounts)]] : [];
}

function withinCounterfactual({
  axes,
}: Extract<Step, { type: 'counterfactual' }>): readonly Refusal[] {
  const twice = axes.find((axis, index) => axes.indexOf(axis) !== index);
  return twice === undefined
    ? []
    : [
        [
          'axes',
          `"${twice}" stands twice: a word that is swapped twice is the first again.`,
          'Name each axis once.',
        ],
      ];
}

function withinRename({ fields, others }: Extract<Step, { type: 'rename' }>): readonly Refusal[] {
  const names = Object.values(fields);
  if (names.length === 0 && others === 'keep')
    return [['fields', 'No column is named.', 'Write { "OLD": "NEW" }.']];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined
    ? []
    : [['fields', `Two columns would be named "${twice}".`, 'Give each its own name.']];
}

/** Rules that cannot be asked of a row in a recipe. */
function withinLint(rule: RuleId): readonly Refusal[] {
  const refuse = (why: string, next: string): readonly Refusal[] => [
    ['rules', `${rule} ${why}`, next],
  ];
  if (catalogue[rule].scope === 'files')
    return refuse(
      'compares two files; a recipe has one.',
      'Ask it with "finetune lint --against".',
    );
  if (/^L-FMT-0[1-5]$/.test(rule)) {
    return refuse(
      'is about how a row is written; a recipe stops at a row that cannot be read.',
      'Mend the file with "finetune lint --fix" before.',
    );
  }
  if (rule.startsWith('L-LEN-0') && rule !== 'L-LEN-03')
    return refuse(
      'needs the tokens of a model.',
      rule === 'L-LEN-04'
        ? 'Ask it with "finetune lint --model".'
        : `Mend the file with "finetune lint --model FOLDER --fix --rules ${rule}" before.`,
    );
  return rule === 'L-LBL-01'
    ? refuse('needs the probabilities of a run.', 'Look at it in the editor.')
    : [];
}
