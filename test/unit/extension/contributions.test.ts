import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { catalogue } from '../../../src/data/lint/catalogue';
import {
  commandId,
  commandNames,
  contextKeys,
  pageTypes,
  settingDefaults,
  viewIds,
} from '../../../src/extension/contributions';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Setting {
  readonly default: unknown;
  readonly scope: string;
  readonly markdownDescription: string;
  readonly properties?: Readonly<
    Record<string, { enum: readonly string[]; default: string; description: string }>
  >;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly title: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: Readonly<Record<string, readonly { id: string; icon: string }[]>>;
    readonly viewsWelcome: readonly { view: string; contents: string; when: string }[];
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        description: string;
        completionEvents: readonly string[];
        media: { svg?: string; markdown?: string };
      }[];
    }[];
    readonly jsonValidation: readonly { readonly url: string }[];
  };
}

const root = process.env.FINETUNE_ROOT ?? '.';
const manifestText = readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;

test('every menu of a data file is there for all six formats', () => {
  const menu = manifest.contributes.menus['explorer/context'] ?? [];
  const commands = ['openDataset', 'checkDataset', 'newRecipe'] as const;
  for (const name of commands) {
    const when = menu.find(({ command }) => command === commandId(name))?.when ?? '';
    for (const format of ['jsonl', 'json', 'csv', 'tsv', 'txt', 'parquet'])
      assert.match(when, new RegExp(`[(|]${format}[|)]`), `${name} on .${format}`);
  }
});

test('commands in code and in package.json are the same', () => {
  assert.deepEqual(
    contributes.commands.map(({ command }) => command).sort(),
    commandNames.map(commandId).sort(),
  );
  for (const { category } of contributes.commands) assert.equal(category, 'Fine-Tune');
});

test('every command says in the palette when it works', () => {
  const palette = new Map(contributes.menus.commandPalette?.map((item) => [item.command, item]));
  assert.deepEqual([...palette.keys()].sort(), commandNames.map(commandId).sort());
  for (const { when } of palette.values()) assert.ok(when);
});

test('what starts or ends a process asks for a trusted workspace everywhere', () => {
  const running = [
    ...['train', 'stop', 'resume', 'evaluate', 'predict', 'estimate', 'deleteRun'],
    ...['runRecipe', 'audit', 'auditDataset'],
  ];
  const items = Object.values(contributes.menus).flat();
  for (const name of running) {
    const uses = items.filter(({ command }) => command === `finetune.${name}`);
    assert.ok(uses.length > 0, name);
    for (const { when } of uses) assert.match(when ?? '', /isWorkspaceTrusted/, name);
  }
});

test('menus, links and events name only commands that exist', () => {
  const ids = new Set(commandNames.map(commandId));
  const events = contributes.walkthroughs.flatMap(({ steps }) =>
    steps.flatMap(({ completionEvents }) => completionEvents),
  );
  const named = [
    ...Object.values(contributes.menus)
      .flat()
      .map(({ command }) => command),
    ...[...manifestText.matchAll(/command:(finetune\.\w+)/g)].map((match) => match[1] ?? ''),
    ...events.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? []),
  ];
  assert.deepEqual(
    named.filter((id) => !ids.has(id)),
    [],
  );
});

test('settings in code and in package.json have the same keys and defaults, a scope and words', () => {
  const declared = Object.assign(
    {},
    ...contributes.configuration.map((part) => part.properties),
  ) as Manifest['contributes']['configuration'][number]['properties'];
  const defaults = Object.fromEntries(
    Object.entries(declared).map(([key, value]) => [key, value.default]),
  );
  const inCode = Object.fromEntries(
    Object.entries(settingDefaults).map(([key, value]) => [`finetune.${key}`, value as unknown]),
  );
  assert.deepEqual(defaults, inCode);
  for (const [key, { scope, markdownDescription }] of Object.entries(declared)) {
    assert.ok(scope, `${key} has no scope`);
    assert.ok(markdownDescription.length > 20, `${key} has no description`);
  }
});

test('views and pages in code and in package.json are the same', () => {
  const views = Object.values(contributes.views).flat();
  assert.deepEqual(
    views.map(({ id }) => id),
    Object.values(viewIds),
  );
  for (const { icon } of views) assert.ok(existsSync(path.join(root, icon)), icon);
  for (const id of Object.values(viewIds)) {
    assert.ok(contributes.viewsWelcome.some(({ view }) => view === id));
  }
  const pages = manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel:'));
  assert.deepEqual(
    pages.map((event) => event.slice('onWebviewPanel:'.length)).sort(),
    Object.values(pageTypes).sort(),
  );
});

test('when clauses read only context keys that are set, and every key is read', () => {
  const set = new Set<string>(contextKeys);
  const words = [...JSON.stringify(contributes).matchAll(/finetune\.(\w+)/g)].map(
    (match) => match[1] ?? '',
  );
  const others = new Set<string>([
    ...commandNames,
    ...Object.values(viewIds).map((id) => id.slice('finetune.'.length)),
    ...Object.keys(pageTypes),
    ...Object.keys(settingDefaults).map((key) => key.split('.')[0] ?? key),
  ]);
  const unknown = words.filter((word) => !set.has(word) && !others.has(word) && word !== 'schema');
  assert.deepEqual([...new Set(unknown)], ['json']);
  for (const key of contextKeys) assert.ok(words.includes(key), `${key} is never read`);
});

test('the setting of rule levels offers every rule with its title and severity, and no other', () => {
  const setting = contributes.configuration
    .map(({ properties }) => properties['finetune.lint.rules'])
    .find((each) => each !== undefined);
  const declared = Object.entries(setting?.properties ?? {});
  assert.deepEqual(
    declared.map(([id, { default: level, description }]) => [id, level, description]),
    Object.entries(catalogue).map(([id, { severity, title }]) => [id, severity, title]),
  );
  for (const [id, { enum: levels }] of declared) {
    assert.deepEqual(levels, ['error', 'warning', 'information', 'off'], id);
  }
});

test('every file that the manifest shows is there', () => {
  const media = contributes.walkthroughs.flatMap(({ steps }) =>
    steps.map(({ media: { svg, markdown } }) => svg ?? markdown ?? ''),
  );
  const urls = contributes.jsonValidation.map(({ url }) => url);
  for (const file of [manifest.icon, ...media, ...urls]) {
    assert.ok(existsSync(path.join(root, file)), file);
  }
});

test('pictures of the walkthrough take their colours from the theme', () => {
  const folder = path.join(root, 'media', 'walkthrough');
  const pictures = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  assert.ok(pictures.length > 0);
  for (const name of pictures) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const colours = [...text.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map((match) => match[1] ?? '');
    const fixed = colours.filter(
      (colour) => colour !== 'none' && !colour.startsWith('var(--vscode-'),
    );
    assert.deepEqual(fixed, [], name);
  }
});
