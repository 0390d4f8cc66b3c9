import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** Processor, cores in use and widest vector instructions: a speed says nothing without them. */
export function describeMachine(): string {
  const model = os.cpus()[0]?.model.trim() ?? 'unknown processor';
  return `${model}, ${os.availableParallelism()} cores, ${instructionSet()}, Node ${process.versions.node}`;
}

function instructionSet(): string {
  if (!existsSync('/proc/cpuinfo')) return process.arch;
  const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  const names = flags.split(/\s+/);
  if (names.includes('avx512f')) return 'AVX-512';
  return names.includes('avx2') ? 'AVX2 only' : process.arch;
}
