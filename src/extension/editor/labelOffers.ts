import { orderLabels } from '../../data/labels';
import { countOf, formatCount } from '../../protocol/formatNumber';
import type { LabelPlace } from './labelPlace';

/** What can be written at a place of `data.labels`. */
export interface LabelOffer {
  /** What the list of offers shows. */
  readonly title: string;
  readonly detail: string;
  /** What typed characters are compared with. */
  readonly filter: string;
  readonly text: string;
}

/** What the rows of the training file say of labels. */
export interface FoundLabels {
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  /** Rows whose labels were too many to be told apart. */
  readonly moreLabels: number;
}

/**
 * All labels of the training file as one offer, then each that the list does not have, in the order of the ids that
 * training would give them.
 * @param file name of the training file
 */
export function labelOffers(
  place: LabelPlace,
  { labels, moreLabels }: FoundLabels,
  file: string,
): readonly LabelOffer[] {
  const rows = new Map(labels.map(({ label, count }) => [label, count]));
  const missing = orderLabels(rows.keys(), null).filter((label) => !place.listed.includes(label));
  const offer = (
    title: string,
    detail: string,
    [first, ...others]: readonly string[],
  ): LabelOffer => {
    const written = [first, ...others].map((label) => JSON.stringify(label)).join(', ');
    const text = place.isInList ? place.before + written + place.after : `[${written}]`;
    return { title, detail, filter: place.isInList ? written : text, text };
  };
  const all = missing.length > 1 && moreLabels === 0;
  const which = place.listed.length > 0 ? 'all others' : 'all';
  return [
    ...(all
      ? [offer(`${which}: ${shorten(missing)}`, `${formatCount(missing.length)} labels`, missing)]
      : []),
    ...(place.isInList
      ? missing.map((label) => {
          const detail = `${countOf(rows.get(label) ?? 0, 'row')} of ${file}`;
          return offer(JSON.stringify(label), detail, [label]);
        })
      : []),
  ];
}

const mostShown = 3;

function shorten(labels: readonly string[]): string {
  const shown = labels.slice(0, mostShown).map((label) => JSON.stringify(label));
  return [...shown, ...(labels.length > mostShown ? ['…'] : [])].join(', ');
}
