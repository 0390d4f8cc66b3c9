import type { Graph } from '../graph';
import { verifyGraph } from '../verifyGraph';
import { fuseProducts } from './fuseProducts';
import { plainProducts } from './plainProducts';
import { recomputeGelu } from './recomputeGelu';
import { simplify } from './simplify';

/** All passes that pay for a device, each checked. */
export function optimize(graph: Graph, device: 'cpu' | 'webgpu'): Graph {
  const passes = device === 'cpu' ? cpuPasses : webgpuPasses;
  return passes.reduce((current, pass) => verifyGraph(pass(current), pass.name), graph);
}

// The second round works on what the first one has brought side by side.
const cpuPasses = [simplify, simplify, recomputeGelu, fuseProducts];
const webgpuPasses = [...cpuPasses, plainProducts];
