import { elementwise } from './elementwise';
import { fused } from './fused';
import { lookup } from './lookup';
import type { Lowering } from './lowering';
import { matmul } from './matmul';
import { reduction } from './reduce';
import { shape } from './shape';

/** Every tfjs kernel that can be compiled. Each has a row in the op tests. */
export const loweringTable: Lowering = {
  ...elementwise,
  ...reduction,
  ...matmul,
  ...shape,
  ...lookup,
  ...fused,
};
