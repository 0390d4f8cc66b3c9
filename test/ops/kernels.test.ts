import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { loweringTable } from '../../src/trainer/compile/lower/table';
import { createEngine } from '../../src/trainer/engine/createEngine';
import { checkBits, checkCases, type Engines } from './checkRow';
import { elementwiseRows } from './rows/elementwiseRows';
import { productRows } from './rows/productRows';
import { reductionRows } from './rows/reductionRows';
import { shapeRows } from './rows/shapeRows';

const rows = [...elementwiseRows, ...reductionRows, ...shapeRows, ...productRows];
const engines: Engines = {
  compiled: await createEngine({ name: 'compiled', device: 'cpu', threads: 2 }),
  reference: await createEngine({ name: 'eager', device: 'cpu' }),
};
after(async () => {
  await engines.compiled.dispose();
  await engines.reference.dispose();
});

test('every lowered kernel has a row, and every row a kernel', () => {
  const kernels = [...new Set(rows.map(({ kernel }) => kernel))].sort();
  assert.deepEqual(kernels, Object.keys(loweringTable).sort());
});

for (const row of rows) {
  const name = row.title === undefined ? row.kernel : `${row.kernel}, ${row.title}`;
  test(`${name} computes what tfjs cpu computes`, () => checkCases(row, engines));
  test(`${name} gives the same bits in 50 runs`, () => checkBits(row, engines));
}
