import { createInterface } from 'node:readline/promises';
import { UserError } from '../protocol/errors';

/** Asks a person at a terminal. */
export interface Asker {
  /** An empty answer takes the default. */
  text(question: string, standard: string | null): Promise<string>;
  close(): void;
}

export function openAsker(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Asker {
  const lines = createInterface({ input, output });
  return {
    async text(question, standard) {
      const shown = standard === null ? `${question}: ` : `${question} [${standard}]: `;
      for (;;) {
        // note: closing (Ctrl-C, Ctrl-D) leaves the question without an answer for ever.
        const closed = new Promise<null>((resolve) => {
          lines.once('close', () => {
            resolve(null);
          });
        });
        const answer = await Promise.race([lines.question(shown), closed]);
        if (answer === null)
          throw new UserError('Nothing was written.', { next: 'Run "finetune init" again.' });
        const given = answer.trim();
        if (given !== '') return given;
        if (standard !== null) return standard;
      }
    },
    close() {
      lines.close();
    },
  };
}
