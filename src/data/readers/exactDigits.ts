/** What a decimal is: its digits without a point, of which `scale` stand behind it. */
export function decimalText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  if (scale <= 0) return `${sign}${digits}${'0'.repeat(unscaled === 0n ? 0 : -scale)}`;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Whether the double nearest to a number written in digits says the same number again. */
export function isExact(digits: string): boolean {
  return valueOf(digits) === valueOf(String(Number(digits)));
}

/** The same text for every way to write a number: its digits from the first to the last that is no 0, and the power of ten. */
function valueOf(written: string): string {
  const [mantissa = '', power = '0'] = written.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace(/^[+-]/, '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  if (digits === '') return '0';
  const significant = digits.replace(/0+$/, '');
  const exponent = Number(power) - fraction.length + digits.length - significant.length;
  return `${mantissa.startsWith('-') ? '-' : ''}${significant}e${exponent}`;
}
