import path from 'node:path';

/** UTF-16 units; at three bytes each a folder name stays under 255 bytes. */
const longestName = 60;
/** Names Windows gives to devices: a folder of that name cannot be made there. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** A run is named after its config: `emotions.finetune.json` gives `emotions`. */
export function nameOfConfig(configFile: string): string {
  return path.basename(configFile).replace(/(\.finetune)?\.jsonc?$/i, '');
}

/** The name as a part of a folder name on any system; `run` where nothing of it is left. */
export function sanitiseName(name: string): string {
  const kept = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  const short = kept.slice(0, longestName).replace(/(?:[\uD800-\uDBFF]|[-.]+)$/, '');
  if (short === '') return 'run';
  return reserved.test(short) ? `${short}-run` : short;
}

/** `20260131-235959-emotions` in local time, as people look for it. */
export function runFolderName(name: string, date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;
  const time = `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
  return `${day}-${time}-${sanitiseName(name)}`;
}
