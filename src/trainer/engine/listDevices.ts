import type { Device, EngineName } from '../../protocol/runConfig';
import { probeWebgpu } from './probeWebgpu';

export interface DeviceInfo {
  readonly device: Device;
  readonly engines: readonly EngineName[];
  readonly isPresent: boolean;
  /** Why it is not present; empty when it is. */
  readonly reason: string;
}

/** The devices of this machine. Asking takes a second: WebGPU is tried in a process of its own. */
export async function listDevices(): Promise<DeviceInfo[]> {
  const { isPresent, reason } = await probeWebgpu();
  return [
    { device: 'cpu', engines: ['compiled', 'eager'], isPresent: true, reason: '' },
    { device: 'webgpu', engines: ['compiled'], isPresent, reason },
    { device: 'wasm', engines: ['eager'], isPresent: true, reason: '' },
  ];
}
