import * as tf from '@tensorflow/tfjs-core';
import {
  binaryShapes,
  emptyBroadcast,
  exactly,
  float,
  int,
  large,
  unaryShapes,
  type OpRow,
  type Operand,
} from '../opRow';

type Range = readonly [number, number];
type Details = Partial<Omit<OpRow, 'kernel' | 'run'>>;

const edges = [-300, -88.5, -20, -1, -0.5, -1e-4, -0, 0, 1e-4, 0.5, 1, 2.5, 3.5, 20, 88.5, 300];
const yes = true as const;
const step = { no: 'constant almost everywhere' };
const noGradient = { no: 'tfjs has no gradient for it' };

function unary(
  kernel: string,
  run: (x: tf.Tensor) => tf.Tensor,
  range: Range,
  details: Details = {},
): OpRow {
  return {
    kernel,
    run,
    cases: unaryShapes.map((shape) => [float(shape, range)]),
    large: [float(large, range)],
    gradient: yes,
    extremes: [[exactly(edges)]],
    ...details,
  };
}

function binary(
  kernel: string,
  run: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  [rangeA, rangeB]: readonly [Range, Range] = [
    [-2, 2],
    [-2, 2],
  ],
  details: Details = {},
): OpRow {
  const pair = ([a, b]: readonly [readonly number[], readonly number[]]): Operand[] => [
    float(a, rangeA),
    float(b, rangeB),
  ];
  return {
    kernel,
    run,
    cases: binaryShapes.map(pair),
    large: pair([large, [1, large[1] ?? 1]]),
    gradient: yes,
    ...details,
    extremes: [
      ...(details.extremes ?? [
        [exactly(edges, [edges.length, 1]), exactly(edges, [1, edges.length])],
      ]),
      emptyBroadcast,
    ],
  };
}

const whole = (kernel: string, run: OpRow['run'], divisor: Range = [-9, 9]): OpRow => ({
  kernel,
  title: 'int32',
  run,
  cases: binaryShapes.map(([a, b]) => [int(a), int(b, divisor)]),
  large: [int(large), int(large, divisor)],
  gradient: step,
});

/** The gradient in tfjs does not add up what was broadcast. */
const equalShapes: Details = {
  cases: unaryShapes.map((shape) => [float(shape), float(shape)]),
  large: [float(large), float(large)],
  extremes: [
    [exactly(edges, [edges.length, 1]), exactly(edges, [1, edges.length])],
    ...binaryShapes.map(([a, b]) => [float(a), float(b)]),
  ],
};
const anyRange: readonly [Range, Range] = [
  [-2, 2],
  [-2, 2],
];
const positive: Range = [0.2, 3];
const comparisons: readonly [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor][] = [
  ['Equal', tf.equal],
  ['NotEqual', tf.notEqual],
  ['Greater', tf.greater],
  ['GreaterEqual', tf.greaterEqual],
  ['Less', tf.less],
  ['LessEqual', tf.lessEqual],
];
const logicals: readonly [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor][] = [
  ['LogicalAnd', tf.logicalAnd],
  ['LogicalOr', tf.logicalOr],
  ['LogicalXor', tf.logicalXor],
];
const truth = [exactly([0, 0, 1, 1], [2, 2], 'int32'), exactly([0, 1, 0, 1], [2, 2], 'int32')];
const largeTruth = [int(large, [0, 2]), int(large, [0, 2])];
const strange = [NaN, Infinity, -Infinity, 0, 1, -3e38];

export const elementwiseRows: readonly OpRow[] = [
  binary('Add', tf.add),
  whole('Add', (a, b) => tf.add(a, b)),
  binary('Sub', tf.sub),
  whole('Sub', (a, b) => tf.sub(a, b)),
  binary('Multiply', tf.mul),
  whole('Multiply', (a, b) => tf.mul(a, b)),
  binary('RealDiv', tf.div, [[-2, 2], positive]),
  binary('Maximum', tf.maximum, anyRange, equalShapes),
  whole('Maximum', (a, b) => tf.maximum(a, b)),
  binary('Minimum', tf.minimum, anyRange, equalShapes),
  whole('Minimum', (a, b) => tf.minimum(a, b)),
  binary('Pow', tf.pow, [positive, [-2, 2]], {
    extremes: [[exactly([0, 1, 2, -2, 300]), exactly([2, 0, 3, 3, 2])]],
  }),
  binary(
    'Prelu',
    (x, alpha) => tf.prelu(x, alpha),
    [
      [-2, 2],
      [0, 1],
    ],
    {
      cases: [
        [float([3, 4]), float([3, 4])],
        [float([2, 3, 4]), float([4])],
        [float([2, 1, 3]), float([1, 3])],
      ],
    },
  ),
  binary('SquaredDifference', tf.squaredDifference, anyRange, equalShapes),
  binary('Mod', tf.mod, [[-9, 9], positive], {
    noDifferences: 'jumps',
    extremes: [[exactly([-5, 5, -5, 5, 6, -6, 0]), exactly([3, -3, -3, 3, 3, 3, 2])]],
  }),
  whole('Mod', (a, b) => tf.mod(a, b), [1, 9]),
  binary('FloorDiv', tf.floorDiv, [[-9, 9], positive], {
    gradient: step,
    extremes: [[exactly([-5, 5, -5, 5, 6, -6, 0]), exactly([3, -3, -3, 3, 3, 3, 2])]],
  }),
  whole('FloorDiv', (a, b) => tf.floorDiv(a, b), [1, 9]),
  whole('FloorDiv', (a, b) => tf.floorDiv(a, b), [-9, -1]),
  {
    kernel: 'AddN',
    run: (...all) => tf.addN(all),
    cases: [
      [float([2, 3]), float([2, 3]), float([2, 3])],
      [float([]), float([])],
      [float([0, 2]), float([0, 2])],
    ],
    large: [float(large), float(large), float(large)],
    gradient: yes,
  },
  ...comparisons.map(([kernel, run]) =>
    binary(
      kernel,
      run,
      [
        [-2, 2],
        [-2, 2],
      ],
      { gradient: step },
    ),
  ),
  ...comparisons.map(([kernel, run]) => ({
    ...whole(kernel, (a, b) => run(a, b), [-1, 1]),
  })),
  ...logicals.map(([kernel, run]): OpRow => ({
    kernel,
    run: (a, b) => run(tf.cast(a, 'bool'), tf.cast(b, 'bool')),
    cases: [
      truth,
      [int([3, 1], [0, 2]), int([1, 4], [0, 2])],
      [int([0], [0, 2]), int([1], [0, 2])],
    ],
    large: largeTruth,
    gradient: step,
  })),
  {
    kernel: 'LogicalNot',
    run: (x) => tf.logicalNot(tf.cast(x, 'bool')),
    cases: [[int([2, 3], [0, 2])], [int([], [0, 2])], [int([0], [0, 2])]],
    large: [int(large, [0, 2])],
    gradient: step,
  },
  ...(
    [
      ['IsNan', tf.isNaN],
      ['IsInf', tf.isInf],
      ['IsFinite', tf.isFinite],
    ] as const
  ).map(([kernel, run]) =>
    unary(kernel, run, [-2, 2], { gradient: step, extremes: [[exactly(strange)]] }),
  ),
  unary('Neg', tf.neg, [-2, 2]),
  unary('Abs', tf.abs, [-2, 2], { noDifferences: 'a kink at 0' }),
  unary('Sign', tf.sign, [-2, 2], { gradient: step }),
  unary('Sqrt', tf.sqrt, positive, { extremes: [[exactly([0, 1e-12, 1, 300, 1e30])]] }),
  unary('Exp', tf.exp, [-3, 3]),
  unary('Log', tf.log, positive, { extremes: [[exactly([1e-30, 1e-4, 1, 300, 1e30, 0])]] }),
  unary('Tanh', tf.tanh, [-3, 3]),
  unary('Erf', tf.erf, [-3, 3]),
  unary('Sigmoid', tf.sigmoid, [-3, 3]),
  unary('Relu', tf.relu, [-2, 2], { noDifferences: 'a kink at 0' }),
  unary('Elu', tf.elu, [-2, 2]),
  unary('Softplus', tf.softplus, [-3, 3]),
  unary('Floor', tf.floor, [-9, 9], { gradient: step }),
  unary('Ceil', tf.ceil, [-9, 9], { gradient: step }),
  unary('Round', tf.round, [-9, 9], {
    gradient: step,
    extremes: [[exactly([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5])]],
  }),
  unary('Reciprocal', tf.reciprocal, positive, { extremes: [[exactly([-300, 300, 1e-30])]] }),
  unary('Sin', tf.sin, [-3, 3], { tolerance: 1e-4 }),
  unary('Cos', tf.cos, [-3, 3], { tolerance: 1e-4 }),
  unary('LeakyRelu', (x) => tf.leakyRelu(x, 0.3), [-2, 2], { noDifferences: 'a kink at 0' }),
  unary('Relu6', tf.relu6, [-2, 8], { noDifferences: 'kinks at 0 and 6' }),
  unary('Rsqrt', tf.rsqrt, positive, { extremes: [[exactly([1e-12, 1, 300, 1e30])]] }),
  unary('Square', tf.square, [-2, 2]),
  unary('Expm1', tf.expm1, [-2, 2], {
    extremes: [[exactly([...edges, 1e-7, -1e-7, 0.499, 0.501])]],
  }),
  unary('Log1p', tf.log1p, [-0.8, 3], {
    extremes: [[exactly([0, 1e-12, 1e-7, -1e-7, 1e-3, -0.999, 300, 1e7, 1e30])]],
  }),
  {
    kernel: 'EluGrad',
    run: (dy, y) => tf.engine().runKernel('EluGrad', { dy: dy, y: y }),
    cases: unaryShapes.map((shape) => [float(shape), float(shape, [-0.9, 2])]),
    large: [float(large), float(large, [-0.9, 2])],
    gradient: noGradient,
  },
  unary('Step', (x) => tf.step(x, 0.5), [-2, 2], {
    gradient: step,
    extremes: [[exactly([...edges, NaN])]],
  }),
  unary('ClipByValue', (x) => tf.clipByValue(x, -0.5, 0.7), [-2, 2], {
    noDifferences: 'kinks at the bounds',
    extremes: [[exactly([...edges, -0.5, 0.7])]],
  }),
  {
    kernel: 'Select',
    run: (condition, yes, no) => tf.where(tf.cast(condition, 'bool'), yes, no),
    cases: [
      [int([3, 4], [0, 2]), float([3, 4]), float([3, 4])],
      [int([3, 1], [0, 2]), float([3, 4]), float([1, 4])],
      [int([], [0, 2]), float([2]), float([2])],
      [int([0, 2], [0, 2]), float([0, 2]), float([0, 2])],
      [int([3], [0, 2]), int([3]), int([3])],
    ],
    large: [int(large, [0, 2]), float(large), float(large)],
    gradient: yes,
  },
  {
    kernel: 'Select',
    title: 'booleans',
    run: (condition, yes, no) =>
      tf.where(tf.cast(condition, 'bool'), tf.cast(yes, 'bool'), tf.cast(no, 'bool')),
    cases: [[int([4], [0, 2]), int([4], [0, 2]), int([4], [0, 2])]],
    large: [int(large, [0, 2]), int(large, [0, 2]), int(large, [0, 2])],
    gradient: step,
  },
  {
    kernel: 'Cast',
    run: (x) => tf.cast(x, 'int32'),
    cases: unaryShapes.map((shape) => [float(shape, [-9, 9])]),
    large: [float(large, [-9, 9])],
    gradient: step,
    extremes: [[exactly([-2.9, -0.9, -0, 0.9, 2.5, 300])]],
  },
  {
    kernel: 'Cast',
    title: 'to float32',
    run: (x) => tf.cast(x, 'float32'),
    cases: unaryShapes.map((shape) => [int(shape)]),
    large: [int(large)],
    gradient: step,
  },
];
