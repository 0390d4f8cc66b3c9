import type { Builder } from '../builder';
import type { Value } from '../graph';
import { cast, expand, like } from './nodes';
import { numberAttribute, operand, operandList, type Lower, type Lowering } from './lowering';
import { dtypeOf } from '../traceBackend';
import type { DataType } from '@tensorflow/tfjs-core';
import { broadcastShapes } from '../inferShapes';

/** Kernels that work element by element, with broadcasting. */
export const elementwise: Lowering = {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Multiply: binary('Mul'),
  RealDiv: binary('Div'),
  Maximum: binary('Max'),
  Minimum: binary('Min'),
  Pow: binary('Pow'),
  Prelu: (g, operands) => g.op('PRelu', [operand(operands, 'x'), operand(operands, 'alpha')]),
  SquaredDifference: (g, operands) => {
    const difference = g.op('Sub', [operand(operands, 'a'), operand(operands, 'b')]);
    return g.op('Mul', [difference, difference]);
  },
  Mod: (g, operands) => floorMod(g, operand(operands, 'a'), operand(operands, 'b')),
  FloorDiv: floorDiv,
  AddN: (g, operands) => operandList(operands).reduce((sum, each) => g.op('Add', [sum, each])),

  Equal: binary('Equal'),
  NotEqual: (g, operands) =>
    g.op('Not', [g.op('Equal', [operand(operands, 'a'), operand(operands, 'b')])]),
  Greater: binary('Greater'),
  GreaterEqual: binary('GreaterOrEqual'),
  Less: binary('Less'),
  LessEqual: binary('LessOrEqual'),
  LogicalAnd: logical('And'),
  LogicalOr: logical('Or'),
  LogicalXor: logical('Xor'),
  LogicalNot: (g, operands) => g.op('Not', [cast(g, operand(operands, 'x'), 'bool')]),
  IsNan: unary('IsNaN'),
  IsInf: unary('IsInf'),
  IsFinite: (g, operands) => {
    const x = operand(operands, 'x');
    return g.op('Not', [g.op('Or', [g.op('IsNaN', [x]), g.op('IsInf', [x])])]);
  },

  Neg: unary('Neg'),
  Abs: unary('Abs'),
  Sign: unary('Sign'),
  Sqrt: unary('Sqrt'),
  Exp: unary('Exp'),
  Log: unary('Log'),
  Tanh: unary('Tanh'),
  Erf: unary('Erf'),
  Sigmoid: unary('Sigmoid'),
  Relu: unary('Relu'),
  Elu: unary('Elu'),
  Softplus: unary('Softplus'),
  Floor: unary('Floor'),
  Ceil: unary('Ceil'),
  Round: unary('Round'),
  Reciprocal: unary('Reciprocal'),
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  LeakyRelu: (g, operands, attributes) =>
    g.op('LeakyRelu', [operand(operands, 'x')], { alpha: numberAttribute(attributes, 'alpha') }),
  Relu6: (g, operands) => clip(g, operand(operands, 'x'), 0, 6),
  Rsqrt: (g, operands) => g.op('Reciprocal', [g.op('Sqrt', [operand(operands, 'x')])]),
  Square: (g, operands) => g.op('Mul', [operand(operands, 'x'), operand(operands, 'x')]),
  Expm1: (g, operands) => expm1(g, operand(operands, 'x')),
  Log1p: (g, operands) => log1p(g, operand(operands, 'x')),
  EluGrad: (g, operands) => {
    const [dy, y] = [operand(operands, 'dy'), operand(operands, 'y')];
    const slope = g.op('Add', [g.op('Min', [y, like(g, y, 0)]), like(g, y, 1)]);
    return g.op('Mul', [dy, slope]);
  },
  Step: (g, operands, attributes) => {
    const x = operand(operands, 'x');
    const below = like(g, x, numberAttribute(attributes, 'alpha'));
    const stepped = g.op('Where', [g.op('Greater', [x, like(g, x, 0)]), like(g, x, 1), below]);
    // A comparison with NaN is false; tfjs keeps the NaN.
    return x.dtype === 'float32' ? g.op('Where', [g.op('IsNaN', [x]), x, stepped]) : stepped;
  },
  ClipByValue: (g, operands, attributes) =>
    clip(
      g,
      operand(operands, 'x'),
      numberAttribute(attributes, 'clipValueMin'),
      numberAttribute(attributes, 'clipValueMax'),
    ),
  Select: select,
  Cast: (g, operands, attributes) =>
    cast(g, operand(operands, 'x'), dtypeOf(attributes.dtype as DataType)),
};

function unary(op: string): Lower {
  return (g, operands) => g.op(op, [operand(operands, 'x')]);
}

function binary(op: string): Lower {
  return (g, operands) => g.op(op, [operand(operands, 'a'), operand(operands, 'b')]);
}

function logical(op: string): Lower {
  return (g, operands) =>
    g.op(op, [cast(g, operand(operands, 'a'), 'bool'), cast(g, operand(operands, 'b'), 'bool')]);
}

function clip(g: Builder, x: Value, low: number, high: number): Value {
  return g.op('Clip', [x, like(g, x, low), like(g, x, high)]);
}

/** The remainder with the divisor's sign, as tfjs and Python have it. */
function floorMod(g: Builder, a: Value, b: Value): Value {
  const divisor = b.dtype === 'int32' ? neverZero(g, b) : b;
  const remainder = g.op('Mod', [a, divisor], { fmod: 1 });
  const zero = like(g, a, 0);
  const signsDiffer = g.op('Xor', [g.op('Less', [a, zero]), g.op('Less', [divisor, zero])]);
  const wrapped = g.op('Mod', [g.op('Add', [remainder, divisor]), divisor], { fmod: 1 });
  return g.op('Where', [signsDiffer, wrapped, remainder]);
}

function floorDiv(g: Builder, operands: Readonly<Record<string, Value>>): Value {
  const [a, b] = [operand(operands, 'a'), operand(operands, 'b')];
  if (a.dtype === 'float32') return g.op('Floor', [g.op('Div', [a, b])]);
  const divisor = neverZero(g, b);
  return g.op('Div', [g.op('Sub', [a, floorMod(g, a, divisor)]), divisor]);
}

/** note: an integer division by zero would end the process. */
function neverZero(g: Builder, divisor: Value): Value {
  const isZero = g.op('Equal', [divisor, like(g, divisor, 0)]);
  return g.op('Where', [isZero, like(g, divisor, 1), divisor]);
}

/** exp(x) - 1 without losing digits near 0: 2 t / (1 - t) with t = tanh(x / 2). */
function expm1(g: Builder, x: Value): Value {
  const one = like(g, x, 1);
  const t = g.op('Tanh', [g.op('Mul', [x, like(g, x, 0.5)])]);
  const near = g.op('Div', [g.op('Add', [t, t]), g.op('Sub', [one, t])]);
  const isNear = g.op('Less', [g.op('Abs', [x]), like(g, x, 0.5)]);
  return g.op('Where', [isNear, near, g.op('Sub', [g.op('Exp', [x]), one])]);
}

/** log(1 + x) without losing digits near 0: log(u) x / (u - 1) with u = 1 + x as rounded. */
function log1p(g: Builder, x: Value): Value {
  const one = like(g, x, 1);
  const u = g.op('Add', [x, one]);
  const rounded = g.op('Sub', [u, one]);
  const corrected = g.op('Mul', [g.op('Log', [u]), g.op('Div', [x, rounded])]);
  const isExact = g.op('Or', [
    g.op('Equal', [u, one]),
    g.op('Greater', [g.op('Abs', [x]), like(g, x, 1e6)]),
  ]);
  const simple = g.op('Where', [g.op('Equal', [u, one]), x, g.op('Log', [u])]);
  return g.op('Where', [isExact, simple, corrected]);
}

function select(g: Builder, operands: Readonly<Record<string, Value>>): Value {
  const condition = cast(g, operand(operands, 'condition'), 'bool');
  const [yes, no] = [operand(operands, 't'), operand(operands, 'e')];
  const shape = broadcastShapes(condition.shape, yes.shape, no.shape);
  // ONNX Runtime's Where knows no booleans.
  const isBool = yes.dtype === 'bool';
  const branch = (x: Value): Value => (isBool ? cast(g, x, 'int32') : x);
  const chosen = g.op('Where', [condition, branch(yes), branch(no)]);
  return expand(g, isBool ? cast(g, chosen, 'bool') : chosen, shape);
}
