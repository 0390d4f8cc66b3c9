import type { ConfigProblem } from '../../config/problem';
import type { RecipePreview } from '../../recipe/previewRecipe';
import { receivedError } from '../sentError';
import { WorkerClient } from '../workerClient';
import type { RecipeReply, RecipeRequest } from './recipeMessages';

/** Checks and previews recipes in a worker thread. */
export class RecipeReader {
  private readonly client: WorkerClient<RecipeRequest, RecipeReply>;

  constructor(workerFile: string) {
    this.client = new WorkerClient(workerFile);
  }

  /** What is wrong with the text of a recipe, in itself and with its data. */
  async check(text: string, file: string): Promise<readonly ConfigProblem[]> {
    const reply = await this.client.ask({ type: 'check', text, file });
    if (reply.type === 'problems') return reply.problems;
    throw failureOf(reply);
  }

  /** What a recipe would do to the first rows. @throws UserError when it cannot be told */
  async preview(text: string, file: string, signal: AbortSignal): Promise<RecipePreview> {
    const asked = this.client.ask({ type: 'preview', text, file });
    const cancel = (): void => this.client.end(abortOf(signal));
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const reply = await asked;
      if (reply.type === 'preview') return reply.preview;
      throw failureOf(reply);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** The text of a new recipe for a data file. @throws UserError when the file cannot be read */
  async suggest(paths: {
    readonly data: string;
    readonly input: string;
    readonly output: string;
  }): Promise<string> {
    const reply = await this.client.ask({ type: 'suggest', ...paths });
    if (reply.type === 'suggestion') return reply.text;
    throw failureOf(reply);
  }

  dispose(): void {
    this.client.dispose();
  }
}

function abortOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('Cancelled.');
}

function failureOf(reply: RecipeReply): Error {
  if (reply.type !== 'failure') return new Error('The worker answered something else.');
  return receivedError(reply.reason);
}
