interface ColumnFacts {
  readonly name: string;
  /** Null: too many to count. */
  readonly distinct: number | null;
  readonly filled: number;
}

/** What rows that depend on each other come from: their writers, their conversations, their documents. */
const origins =
  /author|writer|user|speaker|annotator|customer|patient|thread|conversation|dialog|session|document|article|source|url|(^|[_\W])doc([_\W]|$)/i;

/** Columns that may say which rows depend on each other, by their names: with more than one row a value. */
export function clusterColumns<Facts extends ColumnFacts>(
  columns: readonly Facts[],
  groups: readonly string[],
): readonly Facts[] {
  return columns.filter(
    ({ name, distinct, filled }) =>
      origins.test(name) &&
      !groups.includes(name) &&
      (distinct === null || (distinct >= 2 && distinct < filled)),
  );
}
