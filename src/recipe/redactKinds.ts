/** Personal data and secrets that can be told by their form. */
export const redactKinds = [
  'email',
  'phone',
  'ip-address',
  'iban',
  'card',
  'ssn',
  'secret',
] as const;

export type RedactKind = (typeof redactKinds)[number];
