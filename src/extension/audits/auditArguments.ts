import type { SuiteKind } from '../../audit/suiteForm';
import type { DataSource } from '../../protocol/runConfig';
import type { BuiltInSuite } from './askableSuites';

/** What is asked of `finetune audit`. */
export interface AuditCall {
  readonly subject: string;
  /** Null: the rows that the run is evaluated on, or none. */
  readonly data: DataSource | null;
  readonly groups: readonly string[];
  readonly base: string | null;
  /** The column whose rows of one value depend on each other; null: none. */
  readonly cluster: string | null;
  /** The shares that groups of a dataset should have; null: equal ones. */
  readonly reference: string | null;
  readonly suites: readonly {
    readonly kind: SuiteKind;
    readonly path: string;
  }[];
  /** Suites that ship; null: the usual ones, or none of a data file. */
  readonly builtIn: readonly BuiltInSuite[] | null;
  /** The label that groups are compared for; null: each of several. */
  readonly positive: string | null;
}

/** The command line of an audit; values are joined to their flags, so that none is taken for a flag. */
export function auditArguments(call: AuditCall): string[] {
  const { subject, data, groups, base, cluster, reference, suites, builtIn, positive } = call;
  const asked = builtIn === null ? null : builtIn.join(',') || 'none';
  return [
    'audit',
    subject,
    '--json',
    ...(data === null ? [] : [`--data=${data.path}`, ...layoutFlags(data)]),
    ...(groups.length === 0 ? [] : [`--groups=${groups.join(',')}`]),
    ...(cluster === null ? [] : [`--cluster=${cluster}`]),
    ...(positive === null ? [] : [`--positive=${positive}`]),
    ...(asked === null ? [] : [`--built-in=${asked}`]),
    ...(base === null ? [] : [`--base=${base}`]),
    ...(reference === null ? [] : [`--reference=${reference}`]),
    ...suites.map(({ kind, path }) => `--suite=${kind}=${path}`),
  ];
}

/** How a data file is read where its name does not say it. */
function layoutFlags({ format, header, columns }: DataSource): string[] {
  return [
    ...(format === null ? [] : [`--format=${format}`]),
    ...(columns === null ? [] : [`--columns=${columns.join(',')}`]),
    ...(header === false ? ['--no-header'] : []),
  ];
}
