import type { Builder } from '../builder';
import { sizeOf, type Value } from '../graph';
import { numberAttribute, operand, type Lowering, type Operands } from './lowering';
import { reshape } from './nodes';

/** Kernels of src/trainer/ops: one node forward, few passes over memory backward. */
export const fused: Lowering = {
  LayerNormalization: (g, operands, attributes) => {
    const [x, gamma, beta] = [
      operand(operands, 'x'),
      operand(operands, 'gamma'),
      operand(operands, 'beta'),
    ];
    return g.ops('LayerNormalization', [x, gamma, beta], {
      axis: x.shape.length - 1,
      epsilon: numberAttribute(attributes, 'eps'),
    });
  },
  LayerNormalizationGrad: layerNormalizationGrad,
  Gelu: (g, operands) => g.op('Gelu', [operand(operands, 'x')]),
  GeluGrad: geluGrad,
};

/**
 * With p = dy * xhat, the sums over a row are products with gamma: mean(g) = dy gamma / C and
 * mean(g * xhat) = p gamma / C; the sums over all rows are products with a row of ones.
 */
function layerNormalizationGrad(g: Builder, operands: Operands): readonly Value[] {
  const x = operand(operands, 'x');
  const gamma = operand(operands, 'gamma');
  const width = gamma.shape[0] ?? 1;
  const nRows = sizeOf(x.shape) / Math.max(1, width);
  const matrix = (name: string): Value => reshape(g, operand(operands, name), [nRows, width]);
  const column = (name: string): Value => reshape(g, operand(operands, name), [nRows, 1]);
  const [dy, inv] = [matrix('dy'), column('inv')];
  const xhat = g.op('Mul', [g.op('Sub', [matrix('x'), column('mean')]), inv]);
  const p = g.op('Mul', [dy, xhat]);
  const ones = g.fill(1, 'float32', [1, nRows]);
  const share = g.op('Mul', [reshape(g, gamma, [width, 1]), g.fill(1 / width, 'float32')]);
  const meanOf = (rows: Value): Value => g.op('Gemm', [rows, share], { transA: 0, transB: 0 });
  const sumOf = (rows: Value): Value =>
    reshape(g, g.op('Gemm', [ones, rows], { transA: 0, transB: 0 }), [width]);
  const scaled = g.op('Mul', [dy, gamma]);
  const along = g.op('Mul', [xhat, meanOf(p)]);
  const centred = g.op('Sub', [g.op('Sub', [scaled, meanOf(dy)]), along]);
  return [reshape(g, g.op('Mul', [centred, inv]), x.shape), sumOf(p), sumOf(dy)];
}

/**
 * (dy / 2) * (1 + erf(s) + v exp(-x^2 / 2)) with s = x / sqrt 2 and v = x sqrt(2 / pi). Halving dy comes first because
 * it is most often a product, which takes up the factor.
 */
function geluGrad(g: Builder, operands: Operands): Value {
  const [dy, x] = [operand(operands, 'dy'), operand(operands, 'x')];
  const number = (value: number): Value => g.fill(value, 'float32');
  const v = g.op('Mul', [x, number(Math.sqrt(2 / Math.PI))]);
  const square = g.op('Mul', [v, g.op('Mul', [x, number(-Math.sqrt(Math.PI / 8))])]);
  const slope = g.op('Mul', [v, g.op('Exp', [square])]);
  const half = g.op('Mul', [dy, number(0.5)]);
  return g.op('Mul', [half, g.op('Add', [twiceNormalCdf(g, x), slope])]);
}

/** 1 + erf(x / sqrt 2) */
export function twiceNormalCdf(g: Builder, x: Value): Value {
  const s = g.op('Mul', [x, g.fill(Math.SQRT1_2, 'float32')]);
  return g.op('Add', [g.op('Erf', [s]), g.fill(1, 'float32')]);
}
