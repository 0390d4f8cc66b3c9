/** Whether a cell reads as a number, or as several with commas between: "7", "-1.5", "2e-5", "2,3". */
export function looksNumeric(cell: string): boolean {
  return /^\s*[-+]?(\d+([.,]\d+)*|\.\d+)(e[-+]?\d+)?\s*$/i.test(cell);
}
