import type { Fix } from '../fix';
import type { RowRule } from '../rule';
import { fieldFinding, replaceText, type Field } from './fieldFinding';
import {
  findPersonalData,
  redactPersonalData,
  type PersonalDataKind,
} from './personal/personalData';
import { hasTrait, trait } from './rowTraits';
import { countOf } from '../../../protocol/formatNumber';

/** L-PII-01: who somebody is, or how to reach them, in any text of a row. */
export const personalData: RowRule = {
  ids: ['L-PII-01'],
  applies: () => true,
  check(row, _context, report) {
    if (!hasTrait(row, trait.digit | trait.at)) return;
    for (const field of row.strings()) {
      const found = findPersonalData(field.text);
      if (found.length === 0) continue;
      const isReserved = found.every((each) => each.isReserved);
      const what = describe(found.map(({ kind }) => kind));
      report(
        'L-PII-01',
        fieldFinding(field, found, {
          message: isReserved
            ? `${what}, from a range kept for examples or private networks: nobody's, but the model may write it.`
            : `Personal data: ${what}. A model trained on it may tell it to others. Redact it.`,
          ...(isReserved ? { severity: 'information' } : {}),
          fix: redact,
        }),
      );
    }
  },
};

function redact(field: Field): Fix {
  const what = describe(findPersonalData(field.text).map(({ kind }) => kind));
  return replaceText(field, `Redact ${what}`, redactPersonalData(field.text));
}

const names: Readonly<Record<PersonalDataKind, readonly [one: string, many: string]>> = {
  email: ['e-mail address', 'e-mail addresses'],
  phone: ['phone number', 'phone numbers'],
  'ip-address': ['IP address', 'IP addresses'],
  iban: ['bank account', 'bank accounts'],
  card: ['card number', 'card numbers'],
  ssn: ['social security number', 'social security numbers'],
};

/** "2 e-mail addresses, 1 phone number". */
function describe(kinds: readonly PersonalDataKind[]): string {
  const counts = new Map<PersonalDataKind, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => countOf(count, ...names[kind])).join(', ');
}
