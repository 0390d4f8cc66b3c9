import type { PersonalData } from './personalData';

const account = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{1,4}){3,8}(?![A-Za-z0-9])/g;
const card = /(?<![\w.,-])\d(?:[ -]?\d){12,18}(?![\w]|[-.,]\d)/g;

/** Bank accounts (IBAN, by length of the country and check digits) and cards (issuer, length and Luhn's check digit). */
export function findBankNumbers(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  account.lastIndex = 0;
  for (let match = account.exec(text); match !== null; match = account.exec(text)) {
    const length = ibanEnd(match[0]);
    // note: what follows may be the next account, which the match has taken in.
    account.lastIndex = match.index + (length ?? 4);
    if (length === null) continue;
    found.push({ kind: 'iban', start: match.index, end: match.index + length, isReserved: false });
  }
  for (const match of text.matchAll(card)) {
    const digits = match[0].replace(/[ -]/g, '');
    if (!isOfIssuer(digits) || !hasLuhnDigit(digits) || /^(\d)\1+$/.test(digits)) continue;
    found.push({
      kind: 'card',
      start: match.index,
      end: match.index + match[0].length,
      isReserved: false,
    });
  }
  return found;
}

/** Characters of an account by country: SWIFT's registry of IBAN formats. */
const ibanLengths: ReadonlyMap<string, number> = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 ' +
    'EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 ' +
    'IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 ' +
    'NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 ' +
    'TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((each) => [each.slice(0, 2), Number(each.slice(2))]),
);

/** How many characters of the match are an account, spaces included; null: it is none. */
function ibanEnd(match: string): number | null {
  const wanted = ibanLengths.get(match.slice(0, 2));
  if (wanted === undefined) return null;
  let [compact, end] = ['', 0];
  while (end < match.length && compact.length < wanted) {
    if (match[end] !== ' ') compact += match[end] ?? '';
    end += 1;
  }
  const isWhole = end === match.length || match[end] === ' ';
  return compact.length === wanted && isWhole && remainder97(compact) === 1 ? end : null;
}

/** ISO 7064: the first four characters moved to the end, letters as 10 to 35, modulo 97. */
function remainder97(compact: string): number {
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** Issuer and length: ISO/IEC 7812 ranges of the large networks. */
const issuers: readonly RegExp[] = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^(?:6011|65\d{2}|64[4-9]\d)\d{12}$/, // Discover
  /^3(?:0[0-5]|[68]\d)\d{11}$/, // Diners Club
  /^35(?:2[89]|[3-8]\d)\d{12}$/, // JCB
  /^62\d{14,17}$/, // UnionPay
];

function isOfIssuer(digits: string): boolean {
  return issuers.some((issuer) => issuer.test(digits));
}

function hasLuhnDigit(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
