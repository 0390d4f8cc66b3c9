import * as tf from '@tensorflow/tfjs-core';
import { exactly, float, int, large, type Operand, type OpRow } from '../opRow';

const axes: readonly (readonly [readonly number[], number | number[] | undefined])[] = [
  [[3, 4], undefined],
  [[3, 4], 0],
  [[3, 4], -1],
  [
    [2, 3, 4],
    [0, 2],
  ],
  [[2, 1, 4], 1],
  [[1], 0],
  [[2, 3, 1], -1],
  [[2, 0, 3], 0],
];

type Reduce = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor;

const yes = true as const;
const step = { no: 'constant almost everywhere' };

function reduction(
  kernel: string,
  reduce: Reduce,
  prepare: (x: tf.Tensor) => tf.Tensor,
  operand: (shape: readonly number[]) => Operand,
  details: Partial<OpRow> = {},
): OpRow[] {
  return axes.flatMap(([shape, axis], index) =>
    [false, true].map((keepDims): OpRow => ({
      kernel,
      title: `axis ${String(axis)} of [${shape.join(',')}]${keepDims ? ', kept' : ''}`,
      run: (x) => reduce(prepare(x), axis, keepDims),
      cases: [[operand(shape)]],
      large: index === 1 && !keepDims ? [operand(large)] : [operand(shape)],
      gradient: yes,
      ...details,
    })),
  );
}

const asIs = (x: tf.Tensor): tf.Tensor => x;
const asBool = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'bool');
const bits = (shape: readonly number[]): Operand => int(shape, [0, 2]);
const ties: Partial<OpRow> = { extremes: [[exactly([1, 3, 3, 1, -300, 300, 300, 0, 0])]] };

const rows: readonly OpRow[] = [
  ...reduction('Sum', tf.sum, asIs, float),
  ...reduction('Sum', tf.sum, asIs, int, { gradient: step }),
  ...reduction('Mean', tf.mean, asIs, float),
  ...reduction('Max', tf.max, asIs, float, { noDifferences: 'kinks where two are equal' }),
  ...reduction('Min', tf.min, asIs, float, { noDifferences: 'kinks where two are equal' }),
  ...reduction('Prod', tf.prod, asIs, (shape) => float(shape, [0.5, 1.5]), {
    gradient: { no: 'its gradient in tfjs takes a path of its own' },
  }),
  ...reduction('All', tf.all, asBool, bits, { gradient: step }),
  ...reduction('Any', tf.any, asBool, bits, { gradient: step }),
  ...(
    [
      ['ArgMax', tf.argMax],
      ['ArgMin', tf.argMin],
    ] as const
  ).flatMap(([kernel, run]) =>
    [0, 1, -1].map((axis): OpRow => ({
      kernel,
      title: `axis ${axis}`,
      run: (x) => run(x, axis),
      cases: [
        [float([3, 4])],
        [float([2, 1])],
        [float([2, 3, 4])],
        [exactly([1, 1, 1, 1], [2, 2])],
      ],
      large: [float(large)],
      gradient: step,
    })),
  ),
  {
    kernel: 'Softmax',
    run: (x) => tf.softmax(x),
    cases: [
      [float([3, 4])],
      [float([1])],
      [float([2, 3, 1])],
      [float([2, 2, 3, 5])],
      [float([0, 3])],
    ],
    large: [float(large)],
    gradient: yes,
    extremes: [
      [exactly([300, -300, 0, 300, 300, 300], [2, 3])],
      [exactly([-1e9, -1e9, 0, 1, -1e9, 2], [2, 3])],
    ],
  },
  {
    kernel: 'LogSoftmax',
    // tf.logSoftmax composes it of other kernels; tfjs cpu has none of its own.
    run: (x) => {
      const isTraced = tf.getBackend() === 'trace';
      const logits = x;
      if (!isTraced) return tf.logSoftmax(logits);
      return tf.engine().runKernel<tf.Tensor>('LogSoftmax', { logits }, { axis: -1 });
    },
    cases: [[float([3, 4])], [float([1])], [float([2, 3, 1])]],
    large: [float(large)],
    gradient: yes,
    extremes: [[exactly([300, -300, 0, 300, 300, 300], [2, 3])]],
  },
  ...(
    [
      [0, false, false],
      [1, true, false],
      [1, false, true],
      [1, true, true],
    ] as const
  ).map(([axis, exclusive, reverse]): OpRow => ({
    kernel: 'Cumsum',
    title: `axis ${axis}${exclusive ? ', exclusive' : ''}${reverse ? ', reverse' : ''}`,
    run: (x) => tf.cumsum(x, axis, exclusive, reverse),
    cases: [[float([3, 4])], [float([1, 1])], [float([0, 2])]],
    large: [float(large)],
    gradient: axis === 1 ? yes : { no: 'tfjs permutes the axes of the gradient wrongly' },
  })),
];

export const reductionRows = rows.map((row) =>
  row.kernel === 'Max' || row.kernel === 'Min' ? { ...row, ...ofTies(row) } : row,
);

/** Ties matter to the choice of the gradient, not to the value. */
function ofTies(row: OpRow): Partial<OpRow> {
  return row.title?.startsWith('axis undefined') ? ties : {};
}
