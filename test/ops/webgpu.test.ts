import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { createEngine } from '../../src/trainer/engine/createEngine';
import type { Engine } from '../../src/trainer/engine/engine';
import { listDevices } from '../../src/trainer/engine/listDevices';
import { probeWebgpu, readProbe } from '../../src/trainer/engine/probeWebgpu';
import { checkCases } from './checkRow';
import type { OpRow } from './opRow';
import { elementwiseRows } from './rows/elementwiseRows';
import { productRows } from './rows/productRows';
import { reductionRows } from './rows/reductionRows';

// Chromium's software Vulkan runs the WebGPU device on machines without a GPU. Its loader is found through the
// library path, which a process reads when it starts: so the tests run in a process of their own.
const folder = '/usr/lib/chromium';
const driver = path.join(folder, 'vk_swiftshader_icd.json');
const isInside = process.env.VK_ICD_FILENAMES === driver;
const isMissing = !existsSync(driver) && process.env.CI !== 'true';
const skipOutside = isMissing
  ? `there is no software Vulkan (${driver}): install Chromium`
  : isInside;
const skip = isInside ? false : 'runs in a process of its own, see the first test';

test('webgpu on software Vulkan', { skip: skipOutside }, () => {
  const env = {
    ...process.env,
    NODE_TEST_CONTEXT: undefined,
    VK_ICD_FILENAMES: driver,
    LD_LIBRARY_PATH: [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? '/tmp',
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [process.argv[1]!], { env });
  assert.equal(status, 0, `${stdout.toString()}${stderr.toString()}`);
});

const logged: string[] = [];
let compiled: Engine | null = null;
after(() => compiled?.dispose());

/** One row of every kernel that a transformer runs. */
const kernels = new Set(
  'Add Multiply Sub RealDiv Exp Tanh Erf Sum Mean Max Softmax BatchMatMul LayerNormalization LayerNormalizationGrad Gelu GeluGrad Select GatherV2 UnsortedSegmentSum OneHot'.split(
    ' ',
  ),
);
const rows = [...elementwiseRows, ...reductionRows, ...productRows].filter(({ kernel }) =>
  kernels.has(kernel),
);
const firstRows = rows.filter(
  ({ kernel }, at) => rows.findIndex((row) => row.kernel === kernel) === at,
);

test('webgpu computes what tfjs cpu computes', { skip }, async () => {
  compiled = await createEngine({
    name: 'compiled',
    device: 'webgpu',
    log: (text) => logged.push(text),
  });
  const reference = await createEngine({ name: 'eager', device: 'cpu' });
  for (const row of firstRows) {
    const loose: OpRow = {
      ...row,
      tolerance: 2e-4,
      extremes: [],
      noDifferences: 'see the cpu rows',
    };
    await checkCases({ ...loose, cases: row.cases.slice(0, 2) }, { compiled, reference });
  }
});

test('the probe says that the device works', { skip }, async () => {
  const probe = await probeWebgpu();
  assert.deepEqual(probe, { isPresent: true, reason: '', detail: '', cpuOperators: [] });
});

test('a machine without a device is told so, with a reason', { skip: isInside }, async () => {
  const devices = await listDevices();
  assert.deepEqual(
    devices.map(({ device }) => device),
    ['cpu', 'webgpu', 'wasm'],
  );
  // Where the machine has a GPU there is no reason to give.
  for (const { isPresent, reason } of devices) assert.equal(reason === '', isPresent);
});

test('what the probe prints is read', () => {
  const log = [
    '2026 [V:onnxruntime:, session_state.cc:1 VerifyEachNodeIsAssignedToAnEp]  Node(s) placed on [WebGpuExecutionProvider]. Number of nodes: 1',
    '2026 [V:onnxruntime:, session_state.cc:2 VerifyEachNodeIsAssignedToAnEp]   Add (Add_0)',
    '2026 [V:onnxruntime:, session_state.cc:1 VerifyEachNodeIsAssignedToAnEp]  Node(s) placed on [CPUExecutionProvider]. Number of nodes: 2',
    '2026 [V:onnxruntime:, session_state.cc:2 VerifyEachNodeIsAssignedToAnEp]   Mod (Mod_1)',
    '2026 [V:onnxruntime:, session_state.cc:2 VerifyEachNodeIsAssignedToAnEp]   IsNaN (IsNaN_2)',
    'PROBE-OK',
  ].join('\n');
  assert.deepEqual(readProbe(log, 0, null), {
    isPresent: true,
    reason: '',
    detail: '',
    cpuOperators: ['IsNaN', 'Mod'],
  });
  const failed = 'PROBE-FAILED /src/webgpu_context.cc:136 Initialize(const Config&)::<lambda()>';
  const refusals = [
    [`${failed} Failed to get a WebGPU adapter.`, 1, null, /^no graphics card/],
    [
      `${failed} Non-zero status code returned while running Gelu.`,
      1,
      null,
      /^ONNX Runtime cannot/,
    ],
    ['PROBE-FAILED the device computes wrong numbers', 1, null, /wrong numbers$/],
    ['', null, 'SIGSEGV', /^its driver ended the process/],
    ['', null, 'SIGKILL', /^its driver gave no answer within 30 seconds$/],
    ['', 134, null, /^its driver ended the process/],
  ] as const;
  for (const [text, code, signal, wanted] of refusals) {
    const { isPresent, reason, detail } = readProbe(text, code, signal);
    assert.equal(isPresent, false);
    assert.match(reason, wanted);
    assert.doesNotMatch(reason, /::|\.cc|[(){}<>]/);
    assert.ok(detail !== '' && (text === '' || text.endsWith(detail)), detail);
  }
});
