import type { Buffers } from '../engine/engine';
import type { Span } from '../models/model';
import { elementCount } from '../models/parameters';

/** The parameters of a model in the layout its programs read: an array per span. */
export type SpanValues = ReadonlyMap<string, Float32Array>;

/** Reads every parameter once; `weight` gives its values by Hugging Face name. */
export function readSpanValues(
  spans: readonly Span[],
  weight: (name: string) => Float32Array,
): SpanValues {
  return new Map(
    spans.map(({ name, shape, members }) => {
      const values = new Float32Array(elementCount(shape));
      let offset = 0;
      for (const member of members) {
        values.set(weight(member.name), offset);
        offset += elementCount(member.shape);
      }
      return [name, values];
    }),
  );
}

/** A copy of the rows that `indices` choose, one after another. */
export function gatherRows(
  table: Float32Array,
  { indices, columns, into }: { indices: Int32Array; columns: number; into: Float32Array },
): void {
  for (const [at, row] of indices.entries()) {
    into.set(table.subarray(row * columns, (row + 1) * columns), at * columns);
  }
}

/** Feeds of a program: spans as they are, of tables the rows that `batch` chooses. */
export function feedSpans(
  spans: readonly Span[],
  values: SpanValues,
  batch: Readonly<Record<string, Int32Array>>,
): Buffers {
  return Object.fromEntries(
    spans.map(({ name, shape, rowsOf }) => {
      const whole = values.get(name);
      if (whole === undefined) throw new Error(`There are no values for ${name}.`);
      if (rowsOf === null) return [name, whole];
      const indices = batch[rowsOf];
      if (indices === undefined) throw new Error(`No batch input ${rowsOf} chooses rows.`);
      const columns = elementCount(shape.slice(1));
      const into = new Float32Array(indices.length * columns);
      gatherRows(whole, { indices, columns, into });
      return [name, into];
    }),
  );
}
