import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { catalogue } from '../../../../src/data/lint/catalogue';
import { rulePage } from '../../../../src/data/lint/rulePage';
import { thresholds } from '../../../../src/data/lint/thresholds';
import { ruleIds } from '../../../../src/protocol/lint';

const root = process.env.FINETUNE_ROOT ?? '.';

/** As `finetune lint` prints them. */
const severityNames = { error: 'error', warning: 'warning', information: 'note' } as const;

test('every rule has its place in a page, with title, severity, an example and how to fix it', () => {
  for (const rule of ruleIds) {
    const { file, anchor } = rulePage(rule);
    const page = path.join(root, file);
    assert.ok(existsSync(page), `${rule} needs ${file}`);
    const text = readFileSync(page, 'utf8');
    const section = text.split(/^## /m).find((part) => part.startsWith(`${rule}\n`));
    assert.ok(section !== undefined, `${file} needs a heading "## ${rule}"`);
    assert.equal(anchor, rule.toLowerCase());
    const words = section.replaceAll(/\s+/g, ' ');
    const { title, severity } = catalogue[rule];
    const head = `**${title}** (${severityNames[severity]}`;
    assert.ok(words.includes(head), `${rule}: title and severity of the catalogue, as "${head}"`);
    assert.match(section, /^```text\n[^]+?\n```$/m, `${rule} needs an example`);
    assert.match(section, /^How to fix: \S/m, `${rule} needs to say how to fix it`);
    assert.ok(words.length > 120, `${rule} needs more words`);
  }
});

test('every threshold is named in the section of a rule', () => {
  const folder = path.join(root, 'docs', 'lint');
  const pages = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  for (const name of Object.keys(thresholds))
    assert.ok(pages.join('').includes(`\`${name}\``), `no page names the threshold ${name}`);
});

test('no page explains a rule that does not exist', () => {
  const folder = path.join(root, 'docs', 'lint');
  for (const name of readdirSync(folder))
    for (const [, id = ''] of readFileSync(path.join(folder, name), 'utf8').matchAll(
      /^## (L-\S+)/gm,
    ))
      assert.ok((ruleIds as readonly string[]).includes(id), `${name}: ${id}`);
});
