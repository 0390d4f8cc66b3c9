import type { PersonalData } from './personalData';

const northAmerican =
  /(?<![\w.,+$€£#/-])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-. ]\d{4}(?![\w%]|[-.,/]\d)/g;
const candidate =
  /(?<![\w.,+$€£#/-])(?:\+?\d|\(\d{2,5}\))(?:\(0\)|[\d .\-/\u2010-\u2013]){5,20}\d(?![\w%]|[-.,/]\d)/g;
const context =
  /(?:\b(?:phone|tel|telephone|telefon|tel[eé]fono|t[eé]l|call|mobile|cell|cellphone|fax|whatsapp|dial|hotline|handy|sms|text me)\b|电话|手机|電話|携帯)[^\n]{0,24}$/i;
const notPhone = /(?:\b(?:isbn|issn|doi|arxiv|order|invoice|serial|id)\b)[^\n]{0,12}$/i;
/** Dates, spans of years, and decimals. */
const otherNumber =
  /^(?:\d{4}[-./ ]\d{1,2}[-./ ]\d{1,2}\b.*|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}\b.*|\d{4} ?[-/\u2010-\u2013] ?\d{4}|\d+\.\d+|\d{1,3}(?:\.\d{1,3}){3})$/;

/** Phone numbers: with a country code, in North American form, or where a word before them says so. */
export function findPhoneNumbers(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  for (const match of text.matchAll(northAmerican)) {
    if (!notPhone.test(textBefore(text, match.index))) found.push(phone(match.index, match[0]));
  }
  for (const { 0: written, index } of text.matchAll(candidate)) {
    const digits = written.replace(/\D/g, '');
    if (digits.length < 7 || digits.length > 15 || otherNumber.test(written)) continue;
    const before = textBefore(text, index);
    const isPhone =
      (isInternational(written, digits) && !/[\d)=]$/.test(before)) ||
      (!notPhone.test(before) && context.test(before));
    const isNew = !found.some(({ start, end }) => index < end && index + written.length > start);
    if (isPhone && isNew) found.push(phone(index, written));
  }
  return found;
}

/** 555-0100 to 555-0199 are kept for fiction. */
function phone(start: number, written: string): PersonalData {
  const isReserved = /55501\d\d$/.test(written.replace(/\D/g, ''));
  return { kind: 'phone', start, end: start + written.length, isReserved };
}

function textBefore(text: string, at: number): string {
  return text.slice(Math.max(0, at - 40), at);
}

/** A plus, a country code, and either groups or no more digits than a number without them has. */
function isInternational(written: string, digits: string): boolean {
  if (!written.startsWith('+') || digits.startsWith('0') || digits.length < 8) return false;
  return written.length > digits.length + 1 || digits.length <= 13;
}
