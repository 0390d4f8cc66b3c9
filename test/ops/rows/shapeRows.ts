import * as tf from '@tensorflow/tfjs-core';
import { float, int, large, type OpRow, type Operand } from '../opRow';

const yes = true as const;
const onePart: Partial<OpRow> = { gradient: { no: 'tfjs fails on a list of one' } };
const none = { no: 'has no operand' };

function row(
  kernel: string,
  title: string,
  run: (x: tf.Tensor) => tf.Tensor | tf.Tensor[],
  shape: readonly number[],
  details: Partial<OpRow> = {},
): OpRow {
  return {
    kernel,
    title,
    run: (x) => run(x),
    cases: [[float(shape)], [int(shape)]],
    large: [float(shape)],
    gradient: yes,
    ...details,
  };
}

function listRow(
  kernel: string,
  title: string,
  run: (all: tf.Tensor[]) => tf.Tensor,
  shapes: readonly (readonly number[])[],
): OpRow {
  const operands: Operand[] = shapes.map((shape) => float(shape));
  return {
    kernel,
    title,
    run: (...all) => run(all),
    cases: [operands],
    large: operands,
    gradient: yes,
  };
}

export const shapeRows: readonly OpRow[] = [
  row('Identity', 'clone', (x) => tf.clone(x), [3, 4]),
  row('Reshape', 'flat', (x) => tf.reshape(x, [-1]), [3, 4]),
  row('Reshape', 'large', (x) => tf.reshape(x, [-1, 256]), large),
  row('Reshape', 'empty', (x) => tf.reshape(x, [3, 0]), [0, 5]),
  row('Reshape', 'scalar', (x) => tf.reshape(x, [1, 1]), []),
  row('ExpandDims', 'front', (x) => tf.expandDims(x, 0), [3]),
  row('ExpandDims', 'negative', (x) => tf.expandDims(x, -2), [3, 4]),
  row('Transpose', 'matrix', (x) => tf.transpose(x), [3, 4]),
  row('Transpose', 'four axes', (x) => tf.transpose(x, [0, 2, 1, 3]), [2, 3, 4, 5]),
  row('Transpose', 'large', (x) => tf.transpose(x, [1, 0]), large),
  row('Transpose', 'size 1', (x) => tf.transpose(x, [2, 1, 0]), [3, 1, 4]),
  row('Transpose', 'empty', (x) => tf.transpose(x, [1, 0]), [0, 4]),
  row('Slice', 'middle', (x) => tf.slice(x, [1, 1], [2, 2]), [4, 4]),
  row('Slice', 'rest', (x) => tf.slice(x, [1, 0], [-1, -1]), [3, 4]),
  row('Slice', 'empty', (x) => tf.slice(x, [1, 2], [2, 0]), [3, 4]),
  row('Slice', 'all', (x) => tf.slice(x, [0, 0], [3, 4]), [3, 4]),
  row('StridedSlice', 'steps', (x) => tf.stridedSlice(x, [0, 3], [4, 0], [2, -1]), [4, 4], {
    gradient: { no: 'tfjs has no gradient for it' },
  }),
  row(
    'StridedSlice',
    'masks',
    (x) => tf.stridedSlice(x, [1, 0, 1], [2, 9, 3], [1, 1, 1], 2, 2, 0, 0, 1),
    [3, 4, 5],
    {
      gradient: { no: 'tfjs has no gradient for it' },
    },
  ),
  row('StridedSlice', 'backwards', (x) => tf.stridedSlice(x, [-1], [-5], [-1]), [4], {
    gradient: { no: 'tfjs has no gradient for it' },
  }),
  row('StridedSlice', 'empty', (x) => tf.stridedSlice(x, [2], [2], [1]), [4], {
    gradient: { no: 'tfjs has no gradient for it' },
  }),
  row('SplitV', 'equal parts', (x) => tf.split(x, 3, 1), [2, 6]),
  row('SplitV', 'sizes', (x) => tf.split(x, [1, 0, 3], -1), [2, 4]),
  row('SplitV', 'one part', (x) => tf.split(x, 1, 0), [2, 4], onePart),
  row('SplitV', 'large', (x) => tf.split(x, 2, 1), large),
  listRow('Concat', 'axis 0', (all) => tf.concat(all, 0), [
    [2, 3],
    [1, 3],
    [2, 3],
  ]),
  listRow('Concat', 'negative axis', (all) => tf.concat(all, -1), [
    [2, 1],
    [2, 4],
  ]),
  listRow('Concat', 'with an empty part', (all) => tf.concat(all, 1), [
    [2, 0],
    [2, 3],
  ]),
  listRow('Concat', 'all empty', (all) => tf.concat(all, 0), [
    [0, 3],
    [0, 3],
  ]),
  listRow('Concat', 'large', (all) => tf.concat(all, 1), [large, large]),
  listRow('Pack', 'axis 1', (all) => tf.stack(all, 1), [
    [2, 3],
    [2, 3],
  ]),
  listRow('Pack', 'last axis', (all) => tf.stack(all, -1), [
    [2, 3],
    [2, 3],
  ]),
  listRow('Pack', 'scalars', (all) => tf.stack(all), [[], [], []]),
  listRow('Pack', 'large', (all) => tf.stack(all), [large, large]),
  row('Unpack', 'axis 0', (x) => tf.unstack(x), [3, 4]),
  row('Unpack', 'last axis', (x) => tf.unstack(x, -1), [3, 2]),
  row('Unpack', 'one part', (x) => tf.unstack(x), [1, 2], onePart),
  row(
    'PadV2',
    'zeros',
    (x) =>
      tf.pad(x, [
        [1, 2],
        [0, 1],
      ]),
    [2, 3],
  ),
  row(
    'PadV2',
    'a number',
    (x) =>
      tf.pad(
        x,
        [
          [0, 0],
          [2, 0],
        ],
        7,
      ),
    [2, 3],
  ),
  row(
    'PadV2',
    'nothing',
    (x) =>
      tf.pad(x, [
        [0, 0],
        [0, 0],
      ]),
    [2, 3],
  ),
  row(
    'PadV2',
    'of nothing',
    (x) =>
      tf.pad(
        x,
        [
          [1, 1],
          [0, 0],
        ],
        5,
      ),
    [0, 3],
  ),
  row(
    'PadV2',
    'large',
    (x) =>
      tf.pad(x, [
        [1, 1],
        [1, 1],
      ]),
    large,
  ),
  row('Tile', 'repeats', (x) => tf.tile(x, [2, 3]), [2, 2]),
  row('Tile', 'broadcast', (x) => tf.tile(x, [4, 1]), [1, 3]),
  row('Tile', 'large', (x) => tf.tile(x, [2, 2]), large),
  row('Reverse', 'one axis', (x) => tf.reverse(x, 1), [2, 3]),
  row('Reverse', 'all axes', (x) => tf.reverse(x), [2, 3]),
  row('Reverse', 'negative axis', (x) => tf.reverse(x, -2), [2, 3]),
  row('Reverse', 'large', (x) => tf.reverse(x, 1), large),
  row('Fill', 'added', (x) => tf.add(x, tf.fill([3, 1], 2.5)), [3, 4]),
  row('OnesLike', 'added', (x) => tf.add(x, tf.onesLike(x)), [3, 4]),
  row('ZerosLike', 'added', (x) => tf.add(x, tf.zerosLike(x)), [3, 4]),
  row('Range', 'added', (x) => tf.add(x, tf.cast(tf.range(0, 4, 1, 'int32'), x.dtype)), [3, 4]),
  row('Range', 'downwards', (x) => tf.mul(tf.cast(x, 'float32'), tf.range(2, -2, -1)), [3, 4], {
    cases: [[float([3, 4])]],
  }),
  {
    kernel: 'Range',
    title: 'alone',
    run: () => tf.range(1, 7, 2, 'int32'),
    cases: [[]],
    large: [],
    gradient: none,
  },
];
