import type { Fix } from '../fix';
import type { RowRule } from '../rule';
import { fieldFinding, replaceText, type Field } from './fieldFinding';
import { replaceRanges, type TextRange } from './textRange';
import { countOf } from '../../../protocol/formatNumber';

/** L-PII-02: keys and tokens that open somebody's account. */
export const secrets: RowRule = {
  ids: ['L-PII-02'],
  applies: () => true,
  check(row, _context, report) {
    for (const field of row.strings()) {
      const found = findSecrets(field.text);
      const [first] = found;
      if (first === undefined) continue;
      const isExample = found.every((each) => each.isExample);
      const others = found.length > 1 ? ` and ${countOf(found.length - 1, 'more secret')}` : '';
      report(
        'L-PII-02',
        fieldFinding(field, found, {
          message: isExample
            ? `${first.name}${others}, made up for documentation: the model may write it.`
            : `Secret: ${first.name}${others}. A model trained on it may tell it to others. Redact it, and withdraw it where it was issued.`,
          ...(isExample ? { severity: 'information' } : {}),
          fix: redact,
        }),
      );
    }
  },
};

function redact(field: Field): Fix {
  const found = findSecrets(field.text);
  const mended = replaceRanges(field.text, found, () => '[SECRET]');
  return replaceText(field, `Redact ${countOf(found.length, 'secret')}`, mended);
}

export interface Secret extends TextRange {
  /** What it is, with its article: "an AWS access key". */
  readonly name: string;
  readonly isExample: boolean;
}

/** Forms that the issuers publish, so that their keys can be found. */
const forms: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['an AWS access key', /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])/g],
  [
    'an AWS secret key',
    /(?<=aws.{0,8}secret_.{0,24}[\s"':=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/gi,
  ],
  [
    'a GitHub token',
    /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9_]{60,90})(?![A-Za-z0-9])/g,
  ],
  ['a GitLab token', /(?<![A-Za-z0-9])glpat-[A-Za-z0-9_-]{20,}/g],
  ['a Slack token', /(?<![A-Za-z0-9])xox[abeoprs]-(?:[A-Za-z0-9]+-)+[A-Za-z0-9]{8,}/g],
  ['a Slack webhook', /(?<=:\/\/)hooks\.slack\.com\/(?:services|workflows)\/[A-Za-z0-9+/]{30,}/g],
  ['a Stripe key', /(?<![A-Za-z0-9])(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}/g],
  ['a Google API key', /(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/g],
  [
    'an OpenAI or Anthropic key',
    /(?<![A-Za-z0-9])sk-(?:(?:proj|svcacct|admin|ant-[a-z0-9]+)-[A-Za-z0-9_-]{32,}|[A-Za-z0-9]{48})(?![A-Za-z0-9])/g,
  ],
  ['a Hugging Face token', /(?<![A-Za-z0-9])hf_[A-Za-z]{34}(?![A-Za-z0-9])/g],
  ['an npm token', /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/g],
  ['a PyPI token', /(?<![A-Za-z0-9])pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,}/g],
  ['a SendGrid key', /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{39,50}/g],
  [
    'a JSON web token',
    /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}/g,
  ],
  [
    'a private key',
    /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s\\:,.()-]{0,20000}?-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/g,
  ],
];

const keyHeader = '-----BEGIN';

/** Beginnings of which every form has one; most texts have none of them. */
const signs: readonly string[] = [
  'AKIA',
  'ASIA',
  'AIza',
  'SG.',
  'xox',
  '.eyJ',
  '://hooks',
  keyHeader,
];

function mayHaveSecret(text: string): boolean {
  return (
    signs.some((sign) => text.includes(sign)) ||
    (text.includes('_') && /(?:gh[pousr]|pat|live|test|hf|npm|secret|SECRET)_/.test(text)) ||
    (text.includes('-') && /[kti]-[\w-]{16}/.test(text))
  );
}

/** Secrets of a text, in order, none inside another. */
export function findSecrets(text: string): readonly Secret[] {
  if (!mayHaveSecret(text)) return [];
  const found: Secret[] = [];
  for (const [name, pattern] of forms) {
    if (name === 'a private key' && !text.includes(keyHeader)) continue;
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.some((other) => start < other.end && end > other.start)) continue;
      if (isMasked(match[0])) continue;
      found.push({ start, end, name, isExample: /EXAMPLE(?:KEY)?$/.test(match[0]) });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** `ghp_xxxxxxxx…`: one character throughout. */
function isMasked(secret: string): boolean {
  return /([xX*0.])\1{11}/.test(secret);
}
