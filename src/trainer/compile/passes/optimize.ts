import type { Graph } from '../graph';

/** All passes in the order that pays for a device. */
export function optimize(graph: Graph, device: 'cpu' | 'webgpu'): Graph {
  if (device === 'webgpu') return graph;
  return graph;
}
