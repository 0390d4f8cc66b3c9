import type {
  FromComparePage,
  FromPredictPage,
  FromRunPage,
  RunAction,
} from '../../protocol/pages';

/**
 * Checks what a page sends, since a page shows text from files: exact shapes, bounded sizes, anything
 * else is null. Ids and paths are only names here; whoever acts on them looks them up.
 */

const actions: Readonly<Record<RunAction, true>> = {
  stop: true,
  resume: true,
  evaluate: true,
  'new-run-from-this': true,
  'show-log': true,
  'open-config': true,
  'open-folder': true,
  'export-csv': true,
  'copy-python': true,
  'checkpoint-now': true,
  predict: true,
  audit: true,
  'compare-with-original': true,
};

const longestPath = 4_096;
const longestText = 20_000;
const mostIds = 64;

export function parseFromRunPage(raw: unknown): FromRunPage | null {
  const message = fieldsOf(raw);
  switch (message.type) {
    case 'ready':
      return { type: 'ready' };
    case 'action': {
      const { id, action } = message;
      return isPath(id) && isAction(action) ? { type: 'action', id, action } : null;
    }
    case 'overlay': {
      const { ids } = message;
      return isPaths(ids) ? { type: 'overlay', ids } : null;
    }
    default:
      return parseOpening(message);
  }
}

export function parseFromComparePage(raw: unknown): FromComparePage | null {
  const message = fieldsOf(raw);
  return message.type === 'ready' ? { type: 'ready' } : parseOpening(message);
}

export function parseFromPredictPage(raw: unknown): FromPredictPage | null {
  const message = fieldsOf(raw);
  switch (message.type) {
    case 'ready':
      return { type: 'ready' };
    case 'predict': {
      const { text, subjects } = message;
      return isText(text) && isPaths(subjects) ? { type: 'predict', text, subjects } : null;
    }
    case 'copy-row': {
      const { text, label } = message;
      return isText(text) && isText(label) ? { type: 'copy-row', text, label } : null;
    }
    default:
      return null;
  }
}

function parseOpening(
  message: Fields,
): Extract<FromComparePage, { type: 'open-run' | 'open-row' }> | null {
  const { type, id, path, line } = message;
  if (type === 'open-run' && isPath(id)) return { type, id };
  if (type === 'open-row' && isPath(path) && isLine(line)) return { type, path, line };
  return null;
}

type Fields = Readonly<
  Partial<
    Record<
      'type' | 'id' | 'ids' | 'action' | 'path' | 'line' | 'text' | 'subjects' | 'label',
      unknown
    >
  >
>;

function fieldsOf(raw: unknown): Fields {
  return typeof raw === 'object' && raw !== null ? raw : {};
}

function isAction(value: unknown): value is RunAction {
  return typeof value === 'string' && Object.hasOwn(actions, value);
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longestPath;
}

function isPaths(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= mostIds && value.every(isPath);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText;
}

function isLine(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}
