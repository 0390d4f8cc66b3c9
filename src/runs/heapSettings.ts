import settings from './heapSettings.json';

/**
 * Environment of a trainer: lets glibc keep what a step frees for the next step instead of giving it back to the
 * system page by page, about a tenth of the processor time at 6 layers. The sessions of all shapes share that memory,
 * which arenas of their own would not. Other C libraries ignore these variables.
 */
export const heapSettings: Readonly<Record<string, string>> = settings;
