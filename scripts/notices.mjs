// Writes THIRD_PARTY_NOTICES.md: the licences of whatever the package carries, asked from the bundler.
// `--check` writes nothing and fails when the file is not current.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { productBundles } from './product.mjs';
import { externalPackages } from './stage.mjs';

const root = path.resolve(import.meta.dirname, '..');
const noticesFile = path.join(root, 'THIRD_PARTY_NOTICES.md');

/** Folders of packages whose code went into a bundle, `node_modules/…` each. */
async function bundledPackages() {
  const results = await Promise.all(
    productBundles({ watch: false }).map((options) =>
      build({ ...options, metafile: true, write: false, logLevel: 'error' }),
    ),
  );
  const inputs = results.flatMap(({ metafile }) => [
    ...Object.values(metafile.outputs).flatMap((output) =>
      Object.entries(output.inputs)
        .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([file]) => file),
    ),
  ]);
  const folders = inputs
    .map((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1])
    .filter((folder) => folder !== undefined);
  return [...new Set(folders)];
}

function describePackage(folder) {
  const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const { repository } = manifest;
  const address = typeof repository === 'string' ? repository : repository?.url;
  return {
    name: manifest.name,
    version: manifest.version,
    licence: manifest.license ?? 'see its text',
    address: manifest.homepage ?? address?.replace(/^git\+/, '') ?? '',
    text: licenceText(folder, manifest),
  };
}

/** Who holds the copyright of packages that carry no licence file of their own. */
const holders = {
  'onnxruntime-node': 'Microsoft Corporation',
  'onnxruntime-common': 'Microsoft Corporation',
};

/** What the package itself says, else the text of the licence that it names. */
function licenceText(folder, { name, license, author }) {
  const files = readdirSync(path.join(root, folder))
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort();
  if (files.length > 0) {
    return files
      .map((file) => readFileSync(path.join(root, folder, file), 'utf8').trim())
      .join('\n\n')
      .replace(/\r\n/g, '\n');
  }
  if (license === 'Apache-2.0') {
    return readFileSync(path.join(root, 'samples/data/LICENSE'), 'utf8').trim();
  }
  const holder = holders[name] ?? author?.name ?? author;
  if (license !== 'MIT' || holder === undefined) {
    throw new Error(`${name} (${license}) has no licence file: say in notices.mjs what holds.`);
  }
  const ours = readFileSync(path.join(root, 'LICENSE'), 'utf8').trim();
  return ours.replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}

/** What is carried beside code. */
const samples = [
  {
    name: 'samples/models/minilm-small, from sentence-transformers/all-MiniLM-L6-v2',
    licence: 'Apache-2.0',
    place: 'samples/models/minilm-small/README.md',
  },
  {
    name: 'samples/data, from GoEmotions (Google Research)',
    licence: 'Apache-2.0',
    place: 'samples/data/ATTRIBUTION.md',
  },
];

function printNotices(packages) {
  const rows = packages.map(
    ({ name, version, licence, address }) => `| ${name} | ${version} | ${licence} | ${address} |`,
  );
  const texts = new Map();
  for (const { name, text } of packages) texts.set(text, [...(texts.get(text) ?? []), name]);
  return [
    '# Third-party notices',
    '',
    'What Fine-Tune Workbench carries of others, and under which licences. Made by `node scripts/notices.mjs`.',
    '',
    '| package | version | licence | source |',
    '|---|---|---|---|',
    ...rows,
    '',
    '| sample | licence | attribution and changes |',
    '|---|---|---|',
    ...samples.map(({ name, licence, place }) => `| ${name} | ${licence} | ${place} |`),
    '',
    ...[...texts].flatMap(([text, names]) => [
      `## ${names.join(', ')}`,
      '',
      '```text',
      text,
      '```',
      '',
    ]),
  ].join('\n');
}

const folders = new Set([
  ...(await bundledPackages()),
  ...externalPackages().map((name) => `node_modules/${name}`),
]);
const unique = new Map(
  [...folders].map(describePackage).map((each) => [`${each.name}@${each.version}`, each]),
);
const text = printNotices(
  [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
);
if (!process.argv.includes('--check')) {
  writeFileSync(noticesFile, text);
} else if (!existsSync(noticesFile) || readFileSync(noticesFile, 'utf8') !== text) {
  console.error('THIRD_PARTY_NOTICES.md is not current: run node scripts/notices.mjs.');
  process.exitCode = 1;
}
