/** What a dialog offers that asks for a data file. */
export const datasetFilters: Readonly<Record<string, string[]>> = {
  Datasets: ['jsonl', 'ndjson', 'json', 'csv', 'tsv', 'parquet'],
};
