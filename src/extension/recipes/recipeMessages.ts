import type { ConfigProblem } from '../../config/problem';
import type { RecipePreview } from '../../recipe/previewRecipe';
import type { SentError } from '../sentError';

/** What the host asks the recipe worker, and what it answers; `id` pairs them. `text` may not be saved yet. */
export type RecipeRequest =
  | { readonly type: 'check'; readonly id: number; readonly text: string; readonly file: string }
  | { readonly type: 'preview'; readonly id: number; readonly text: string; readonly file: string }
  | {
      readonly type: 'suggest';
      readonly id: number;
      readonly data: string;
      readonly input: string;
      readonly output: string;
    };

export type RecipeReply =
  | {
      readonly type: 'problems';
      readonly id: number;
      readonly problems: readonly ConfigProblem[];
    }
  | { readonly type: 'preview'; readonly id: number; readonly preview: RecipePreview }
  | { readonly type: 'suggestion'; readonly id: number; readonly text: string }
  | { readonly type: 'failure'; readonly id: number; readonly reason: SentError };
