import type { Device } from '../../protocol/runConfig';

export interface DeviceChoice {
  readonly device: Device;
  /** What was measured, as a sentence for the log: `cpu 0.21 s a step, webgpu 3.4 s: using cpu.` */
  readonly sentence: string;
}

/**
 * Times one step on each candidate, one after the other, and takes the fastest; the earlier one when equal.
 * @param timeStep milliseconds of one step; a device that throws is passed over, with its reason
 * @throws the first failure when no candidate works
 */
export async function chooseDevice(
  candidates: readonly Device[],
  timeStep: (device: Device) => Promise<number>,
): Promise<DeviceChoice> {
  const timed: { readonly device: Device; readonly stepMs: number }[] = [];
  const failed: { readonly device: Device; readonly error: unknown }[] = [];
  for (const device of candidates) {
    try {
      timed.push({ device, stepMs: await timeStep(device) });
    } catch (error) {
      failed.push({ device, error });
    }
  }
  const [first, ...others] = timed;
  if (first === undefined) throw failureOf(failed);
  const fastest = others.reduce((best, each) => (each.stepMs < best.stepMs ? each : best), first);
  const parts = [
    ...timed.map(
      ({ device, stepMs }, index) =>
        `${device} ${printSeconds(stepMs)}${index === 0 ? ' a step' : ''}`,
    ),
    ...failed.map(({ device, error }) => `${device} failed (${firstLine(error)})`),
  ];
  return { device: fastest.device, sentence: `${parts.join(', ')}: using ${fastest.device}.` };
}

function failureOf(failed: readonly { readonly error: unknown }[]): Error {
  const [first] = failed;
  if (first === undefined) return new Error('There is no device to choose from.');
  return first.error instanceof Error ? first.error : new Error(String(first.error));
}

const printSeconds = (ms: number): string => `${Number((ms / 1000).toPrecision(2))} s`;

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
