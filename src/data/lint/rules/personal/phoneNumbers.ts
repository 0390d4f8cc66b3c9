import type { PersonalData } from './personalData';

const candidate =
  /(?<![\w.,+$€£#/-])(?:\+ ?)?\(?\d[\d ().\-/\u2010-\u2013]{5,20}\d(?![\w%]|[-.,/]\d)/g;
const northAmerican = /^(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-. ]\d{4}$/;
const context =
  /(?:\b(?:phone|tel|telephone|telefon|tel[eé]fono|t[eé]l|call|mobile|cell|cellphone|fax|whatsapp|dial|hotline|handy|sms|text me)\b|电话|手机|電話|携帯)[^\n]{0,24}$/i;
const notPhone = /(?:\b(?:isbn|issn|doi|arxiv|order|invoice|serial|id)\b)[^\n]{0,12}$/i;
/** Dates, spans of years, and decimals. */
const otherNumber =
  /^(?:\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}\b.*|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}\b.*|\d{4} ?[-/\u2010-\u2013] ?\d{4}|\d+\.\d+|\d{1,3}(?:\.\d{1,3}){3})$/;

/** Phone numbers: with a country code, in North American form, or where a word before them says so. */
export function findPhoneNumbers(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  for (const match of text.matchAll(candidate)) {
    const written = trimmed(match[0]);
    const digits = written.replace(/\D/g, '');
    if (digits.length < 7 || digits.length > 15 || otherNumber.test(written)) continue;
    const start = match.index + match[0].indexOf(written);
    const before = text.slice(Math.max(0, start - 40), start);
    const isPhone =
      (written.startsWith('+') && digits.length >= 8 && !digits.startsWith('0')) ||
      (!notPhone.test(before) && (northAmerican.test(written) || context.test(before)));
    if (!isPhone) continue;
    // 555-0100 to 555-0199 are kept for fiction.
    const isReserved = /55501\d\d$/.test(digits);
    found.push({ kind: 'phone', start, end: start + written.length, isReserved });
  }
  return found;
}

/** Without an opening bracket that the number does not close, or the other way round. */
function trimmed(written: string): string {
  return written.startsWith('(') && !written.includes(')') ? written.slice(1) : written;
}
