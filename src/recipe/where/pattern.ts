import { RE2JS } from 're2js';

/** Whether a pattern is found in a text, in time proportional to the text: RE2, as a pure JavaScript port. */
export type Pattern = (text: string) => boolean;

/** The compiled pattern, or in a few words why there is none. */
export function compilePattern(pattern: string): Pattern | string {
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.test(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(/^error parsing regexp: /, '');
  }
}
