import type { Fix } from '../fix';

/** The fix of findings that one row is too many. */
export const deleteRow = (): readonly Fix[] => [{ type: 'delete-row', title: 'Delete this row' }];
