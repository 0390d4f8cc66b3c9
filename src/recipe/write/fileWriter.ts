import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { writeWhole } from '../../runs/writeAtomically';

/** note: texts that wait here outlive the collections of short-lived objects, so few do. */
const bufferCharacters = 64 * 1024;

/** What stands in a file that was written. */
export interface WrittenFile {
  readonly rows: number;
  /** SHA-256, hexadecimal. */
  readonly sha256: string;
  /** Numbers that JSON has no form for (NaN, infinities), written as null; left out where there are none. */
  readonly nulls?: number;
}

/** Writes a new file piece by piece and knows its hash at the end. */
export class FileWriter {
  private readonly descriptor: number;
  private readonly hash = createHash('sha256');
  private pending: string[] = [];
  private length = 0;
  private isOpen = true;

  constructor(file: string) {
    this.descriptor = openSync(file, 'wx');
  }

  write(text: string): void {
    this.pending.push(text);
    this.length += text.length;
    if (this.length >= bufferCharacters) this.flush();
  }

  /** note: the bytes are written before this returns, so the caller may use their place again. */
  writeBytes(bytes: Uint8Array): void {
    this.flush();
    this.hash.update(bytes);
    writeWhole(this.descriptor, bytes);
  }

  /** Brings all to the disk and closes the file. @returns the hash of its bytes */
  end(): string {
    this.flush();
    fsyncSync(this.descriptor);
    this.discard();
    return this.hash.digest('hex');
  }

  /** Closes the file as it is: nobody wants it any more. */
  discard(): void {
    if (this.isOpen) closeSync(this.descriptor);
    this.isOpen = false;
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending.join(''));
    this.hash.update(bytes);
    writeWhole(this.descriptor, bytes);
    this.pending = [];
    this.length = 0;
  }
}
