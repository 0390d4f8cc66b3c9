import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = process.env.FINETUNE_ROOT ?? '.';

/** Who may import whom: the longest matching folder decides. `own` is always allowed. */
const table: Record<string, { parts: string[]; packages: RegExp }> = {
  'src/protocol': { parts: [], packages: /^$/ },
  'src/config': { parts: ['src/protocol'], packages: /^(node:|zod$|jsonc-parser$)/ },
  'src/data': {
    parts: ['src/protocol'],
    packages: /^(node:|zod$|jsonc-parser$|csv-parse|hyparquet|@huggingface\/(?:tokenizers|jinja)$)/,
  },
  'src/audit': { parts: ['src/protocol', 'src/data'], packages: /^node:/ },
  'src/runs': {
    parts: ['src/protocol', 'src/config'],
    packages: /^(node:|fs-native-extensions$|chokidar$|zod$)/,
  },
  'src/recipe': {
    parts: ['src/protocol', 'src/config', 'src/data', 'src/runs'],
    packages: /^(node:|zod$|jsonc-parser$|entities$|re2js$|hyparquet)/,
  },
  'src/webview': { parts: ['src/protocol'], packages: /^(uplot|@vscode\/webview-ui-toolkit)/ },
  'src/extension': {
    parts: ['src/protocol', 'src/config', 'src/data', 'src/audit', 'src/runs', 'src/recipe'],
    packages: /^(node:|vscode$|jsonc-parser$|chokidar$)/,
  },
  'src/cli': {
    parts: [
      'src/protocol',
      'src/config',
      'src/data',
      'src/audit',
      'src/runs',
      'src/recipe',
      'src/trainer',
    ],
    packages: /^node:/,
  },
  'src/trainer': {
    parts: ['src/protocol', 'src/config', 'src/data', 'src/audit', 'src/runs'],
    packages: /^(node:|@tensorflow\/tfjs|@xenova\/transformers$|onnxruntime)/,
  },
  'src/trainer/compile': {
    parts: ['src/protocol', 'src/trainer/engine', 'src/trainer/ops'],
    packages: /^(node:|@tensorflow\/tfjs-core|onnxruntime|onnx-proto|protobufjs)/,
  },
  'src/trainer/tasks': {
    parts: ['src/protocol', 'src/trainer/metrics'],
    packages: /^@tensorflow\/tfjs-core/,
  },
  'src/trainer/ops': { parts: [], packages: /^@tensorflow\/tfjs-core/ },
  'src/trainer/models': {
    parts: ['src/protocol', 'src/trainer/ops', 'src/trainer/engine'],
    packages: /^(node:|@tensorflow\/tfjs-core|@xenova\/transformers$)/,
  },
};

function sources(): string[] {
  return readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.as.ts'))
    .map((file) => path.posix.join('src', file.split(path.sep).join('/')));
}

function ruleFor(file: string): string {
  const matching = Object.keys(table).filter((part) => file.startsWith(`${part}/`));
  const longest = matching.sort((a, b) => b.length - a.length)[0];
  assert.ok(longest, `${file} stands in no known part`);
  return longest;
}

function imports(file: string): string[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

test('every import follows the layering table', () => {
  const broken: string[] = [];
  for (const file of sources()) {
    const part = ruleFor(file);
    const rule = table[part]!;
    for (const specifier of imports(file)) {
      const isLocal = specifier.startsWith('.');
      const target = isLocal ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
      const isAllowed = isLocal
        ? [part, ...rule.parts].some((allowed) => target.startsWith(`${allowed}/`)) ||
          /\.(wasm|css|json)$/.test(target)
        : rule.packages.test(specifier);
      if (!isAllowed) broken.push(`${file} imports ${specifier}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('no barrel files', () => {
  const barrels = sources().filter(
    (file) => file.endsWith('/index.ts') && !file.startsWith('src/webview/'),
  );
  assert.deepEqual(barrels, []);
});

test('every file stays under 500 lines', () => {
  const long = sources().filter(
    (file) => readFileSync(path.join(root, file), 'utf8').split('\n').length > 500,
  );
  assert.deepEqual(long, []);
});

test('the extension bundle holds no engine', () => {
  const dist = path.join(root, 'dist', 'extension.js');
  if (!existsSync(dist)) return;
  const text = readFileSync(dist, 'utf8');
  assert.ok(!/tfjs-core|onnxruntime/.test(text), 'the extension bundle must not hold an engine');
});
