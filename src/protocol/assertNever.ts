/** Ends a switch: a case that was forgotten becomes a type error. */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unknown ${what}: ${JSON.stringify(value)}`);
}
