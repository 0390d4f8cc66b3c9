import * as tf from '@tensorflow/tfjs-core';
import { gelu } from '../../../src/trainer/ops/gelu';
import { layerNorm } from '../../../src/trainer/ops/layerNorm';
import { exactly, float, int, large, type OpRow } from '../opRow';

const yes = true as const;

type Pair = readonly [readonly number[], readonly number[]];

function product(
  title: string,
  transposeA: boolean,
  transposeB: boolean,
  shapes: readonly Pair[],
): OpRow {
  return {
    kernel: 'BatchMatMul',
    title,
    run: (a, b) => tf.matMul(a, b, transposeA, transposeB),
    cases: shapes.map(([a, b]) => [float(a), float(b)]),
    large: (shapes.at(-1) ?? []).map((shape) => float(shape)),
    gradient: yes,
  };
}

const activations = ['linear', 'relu', 'elu', 'sigmoid', 'relu6', 'leakyrelu'] as const;

const ids = (size: number): readonly number[] =>
  Array.from({ length: size }, (_, each) => (each * 7) % 3);

export const productRows: readonly OpRow[] = [
  product('plain', false, false, [
    [
      [3, 4],
      [4, 2],
    ],
    [
      [1, 4],
      [4, 1],
    ],
    [
      [2, 3, 4],
      [2, 4, 5],
    ],
    [
      [1, 3, 4],
      [1, 4, 5],
    ],
    [
      [0, 4],
      [4, 2],
    ],
    [
      [3, 0],
      [0, 2],
    ],
    [
      [4, 64, 32],
      [4, 32, 64],
    ],
  ]),
  product('first transposed', true, false, [
    [
      [4, 3],
      [4, 2],
    ],
    [
      [2, 4, 3],
      [2, 4, 5],
    ],
    [
      [4, 64, 32],
      [4, 64, 48],
    ],
  ]),
  product('second transposed', false, true, [
    [
      [3, 4],
      [2, 4],
    ],
    [
      [2, 2, 3, 4],
      [2, 2, 5, 4],
    ],
    [
      [4, 64, 32],
      [4, 48, 32],
    ],
  ]),
  product('both transposed', true, true, [
    [
      [4, 3],
      [2, 4],
    ],
    [
      [2, 4, 3],
      [2, 5, 4],
    ],
    [
      [128, 96],
      [64, 128],
    ],
  ]),
  {
    ...product('broadcast batch', false, false, [
      [
        [1, 3, 4],
        [5, 4, 2],
      ],
      [
        [2, 3, 4],
        [4, 2],
      ],
      [
        [64, 32],
        [8, 32, 48],
      ],
    ]),
    gradient: { no: 'the gradient in tfjs does not add up broadcast batches' },
  },
  ...activations.map((activation): OpRow => ({
    kernel: '_FusedMatMul',
    title: activation,
    run: (a, b, bias) =>
      tf.fused.matMul({
        a: a,
        b: b,
        bias: bias,
        activation,
        leakyreluAlpha: 0.2,
      }),
    cases: [
      [float([3, 4]), float([4, 2]), float([2])],
      [float([1, 4]), float([4, 1]), float([1])],
    ],
    large: [float([128, 96]), float([96, 64]), float([64])],
    gradient: { no: 'with gradients tfjs runs the unfused operations' },
  })),
  {
    kernel: '_FusedMatMul',
    title: 'no bias, prelu',
    run: (a, b, alpha) =>
      tf.fused.matMul({
        a: a,
        b: b,
        activation: 'prelu',
        preluActivationWeights: alpha,
      }),
    cases: [[float([3, 4]), float([4, 2]), float([1, 2])]],
    large: [float([128, 96]), float([96, 64]), float([1, 64])],
    gradient: { no: 'with gradients tfjs runs the unfused operations' },
  },
  {
    kernel: 'GatherV2',
    run: (x) => tf.gather(x, [2, 0, 2, 1]),
    cases: [[float([3, 4])], [float([3])], [float([3, 0])]],
    large: [float(large)],
    gradient: yes,
  },
  {
    kernel: 'GatherV2',
    title: 'last axis, matrix of indices',
    run: (x, at) => tf.gather(x, at, -1),
    cases: [[float([3, 4]), int([2, 2], [0, 4])]],
    large: [float(large), int([2, 300], [0, 512])],
    gradient: yes,
  },
  {
    kernel: 'GatherV2',
    title: 'in batches',
    run: (x, at) => tf.gather(x, at, 1, 1),
    cases: [[float([2, 4, 3]), int([2, 5], [0, 4])]],
    large: [float([8, 64, 32]), int([8, 100], [0, 64])],
    gradient: yes,
  },
  {
    kernel: 'GatherV2',
    title: 'in batches, later axis',
    run: (x, at) => tf.gather(x, at, 2, 1),
    cases: [[float([2, 3, 4, 2]), int([2, 5], [0, 4])]],
    large: [float([8, 4, 64, 8]), int([8, 100], [0, 64])],
    gradient: { no: 'tfjs unrolls the batch along axis 0 only' },
  },
  {
    kernel: 'UnsortedSegmentSum',
    run: (x) => {
      const rows = x.shape[0];
      return tf.unsortedSegmentSum(x, tf.tensor1d([...ids(rows)], 'int32'), 3);
    },
    cases: [[float([5, 2])], [float([4])], [float([6, 1, 3])]],
    large: [float([1024, 64])],
    gradient: yes,
  },
  {
    kernel: 'UnsortedSegmentSum',
    title: 'ids beyond the range, empty segments',
    run: (x, at) => tf.unsortedSegmentSum(x, at as tf.Tensor1D, 4),
    cases: [
      [float([5, 2]), exactly([-1, 0, 9, 2, 2], [5], 'int32')],
      [int([3]), exactly([1, 1, 7], [3], 'int32')],
    ],
    large: [float([1024, 64]), int([1024], [0, 4])],
    gradient: { no: 'tfjs cpu has none for ids beyond the range' },
  },
  {
    kernel: 'UnsortedSegmentSum',
    title: 'many segments',
    run: (x, at) => tf.unsortedSegmentSum(x, at as tf.Tensor1D, 40_000),
    cases: [[float([128, 2]), int([128], [0, 40_000])]],
    large: [float([256, 16]), int([256], [0, 3])],
    gradient: yes,
  },
  {
    kernel: 'OneHot',
    run: (at) => tf.oneHot(at, 4),
    cases: [
      [exactly([0, 3, 1], [3], 'int32')],
      [exactly([-1, 4, 2, 0], [2, 2], 'int32')],
      [int([0], [0, 4])],
    ],
    large: [int([512], [0, 4])],
    gradient: { no: 'its operand is whole' },
  },
  {
    kernel: 'OneHot',
    title: 'other values',
    run: (at) => tf.oneHot(at, 3, 0.9, 0.05, 'float32'),
    cases: [[exactly([0, 2, 1], [3], 'int32')]],
    large: [int([512], [0, 3])],
    gradient: { no: 'its operand is whole' },
  },
  {
    kernel: 'LayerNormalization',
    run: (x, gamma, beta) => layerNorm(x, gamma, beta, 1e-5),
    cases: [
      [float([3, 8]), float([8]), float([8])],
      [float([2, 3, 8]), float([8]), float([8])],
      [float([1, 8]), float([8]), float([8])],
    ],
    large: [float(large), float([512]), float([512])],
    gradient: yes,
    extremes: [
      [exactly([300, -300, 0, 300], [1, 4]), float([4]), float([4])],
      [exactly([3, 3, 3, 3], [1, 4]), float([4]), float([4])],
    ],
  },
  {
    kernel: 'LayerNormalizationGrad',
    run: (x, gamma, beta) => layerNorm(x, gamma, beta, 1e-5),
    cases: [[float([4, 6]), float([6]), float([6])]],
    large: [float(large), float([512]), float([512])],
    gradient: yes,
  },
  {
    kernel: 'Gelu',
    run: (x) => gelu(x),
    cases: [[float([3, 4])], [float([1])], [float([0, 3])], [float([])]],
    large: [float(large)],
    gradient: yes,
    extremes: [[exactly([-300, -20, -5, -1, -0, 0, 1, 5, 20, 300])]],
  },
  {
    kernel: 'GeluGrad',
    run: (x) => gelu(x),
    cases: [[float([3, 4], [-6, 6])], [exactly([-300, -20, -5, -0, 0, 5, 20, 300])]],
    large: [float(large, [-6, 6])],
    gradient: yes,
  },
];
