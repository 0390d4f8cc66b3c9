/** What the Datasets view knows of the check of a file. */
export interface CheckState {
  /** Run configs name it: it is checked by itself. */
  readonly isNamed: boolean;
  /** Lint looks at files like it, and is on. */
  readonly isCheckable: boolean;
  /** Its problems are known, also where it has none. */
  readonly isChecked: boolean;
  readonly isUnderWay: boolean;
}

/** ` · not checked`, so that a file nobody has looked at does not seem clean; empty: it was, or soon is. */
export function uncheckedSuffix(state: CheckState): string {
  const { isNamed, isCheckable, isChecked, isUnderWay } = state;
  return isCheckable && !isNamed && !isChecked && !isUnderWay ? ' · not checked' : '';
}
