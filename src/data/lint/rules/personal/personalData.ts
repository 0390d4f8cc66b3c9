import { findBankNumbers } from './bankNumbers';
import { findEmailAddresses } from './emailAddresses';
import { findIpAddresses } from './ipAddresses';
import { findPhoneNumbers } from './phoneNumbers';
import { findSocialSecurityNumbers } from './socialSecurityNumbers';
import { replaceRanges } from '../textRange';

export type PersonalDataKind = 'email' | 'phone' | 'ip-address' | 'iban' | 'card' | 'ssn';

/** Something that says who somebody is, or how to reach them. */
export interface PersonalData {
  readonly kind: PersonalDataKind;
  readonly start: number;
  readonly end: number;
  /** From a range that standards keep for examples and private networks: nobody's. */
  readonly isReserved: boolean;
}

/** What stands in place of personal data after redaction. */
const redacted: Readonly<Record<PersonalDataKind, string>> = {
  email: '[EMAIL]',
  phone: '[PHONE]',
  'ip-address': '[IP_ADDRESS]',
  iban: '[IBAN]',
  card: '[CARD]',
  ssn: '[SSN]',
};

/** A digit and six more of a number, written in any usual way. */
const digits = /[0-9][-0-9.() +/\u2010-\u2013]{5,}[0-9]/;

/** Personal data of a text, in order, none inside another. */
export function findPersonalData(text: string): readonly PersonalData[] {
  const hasAt = text.includes('@');
  const hasDigits = digits.test(text);
  const hasGroups = hasCloseColons(text);
  if (!hasAt && !hasDigits && !hasGroups) return [];
  const found: PersonalData[] = [];
  if (hasAt) found.push(...findEmailAddresses(text));
  if (hasDigits || hasGroups) found.push(...findIpAddresses(text));
  if (hasDigits) {
    found.push(...findBankNumbers(text));
    found.push(...findSocialSecurityNumbers(text));
    found.push(...findPhoneNumbers(text));
  }
  return withoutOverlaps(found);
}

/** Two colons with at most four characters between them, as every IPv6 address has. */
function hasCloseColons(text: string): boolean {
  let last = text.indexOf(':');
  while (last >= 0) {
    const next = text.indexOf(':', last + 1);
    if (next >= 0 && next - last <= 5) return true;
    last = next;
  }
  return false;
}

/** The text with all of it replaced, and what that lays bare as well: numbers run together are several only then. */
export function redactPersonalData(
  text: string,
  kinds: ReadonlySet<PersonalDataKind> | null = null,
): string {
  let result = text;
  for (;;) {
    const found = findPersonalData(result).filter(({ kind }) => kinds === null || kinds.has(kind));
    if (found.length === 0) return result;
    result = replaceRanges(result, found, ({ kind }) => redacted[kind]);
  }
}

/** Of overlapping ones the first found: the stricter kinds come first. */
function withoutOverlaps(found: readonly PersonalData[]): readonly PersonalData[] {
  if (found.length < 2) return found;
  const kept: PersonalData[] = [];
  for (const each of found) {
    if (kept.every(({ start, end }) => each.end <= start || each.start >= end)) kept.push(each);
  }
  return kept.sort((a, b) => a.start - b.start);
}
