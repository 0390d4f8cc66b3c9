/** To be said wherever thresholds by group are made or used. */
export const thresholdsCaveat =
  'Deciding by group with thresholds of its own is disparate treatment: in employment, credit, housing, insurance and other uses it is unlawful in many places, whatever it balances. Take legal advice before it decides about people.';
