import {
  noFilter,
  type FromDatasetPage,
  type RowFilter,
  type RowOrder,
  type RowView,
  type ToDatasetPage,
} from '../../protocol/datasetPage';
import { connectHost, type PageState } from '../host';

/** What the user had arranged; it holds when the page was hidden, or the file was read again. */
interface DatasetPageState extends PageState {
  readonly filter: RowFilter;
  readonly order: RowOrder | null;
  /** Place of the row at the top. */
  readonly top: number;
  readonly selected: number | null;
}

export const host = connectHost<ToDatasetPage, FromDatasetPage, DatasetPageState>({
  filter: noFilter,
  order: null,
  top: 0,
  selected: null,
});

/** Asks for other rows, or for the same in another order. */
export function showRows(filter: RowFilter, order: RowOrder | null): void {
  host.remember({ filter, order, top: 0 });
  host.send({ type: 'view', filter, order });
}

/** Whether a view is of the rows that were chosen last. */
export function isChosen(view: Pick<RowView, 'filter' | 'order'>): boolean {
  const { filter, order } = host.state;
  return JSON.stringify([filter, order]) === JSON.stringify([view.filter, view.order]);
}

/** The view of a file that was opened anew: what was chosen before is asked for again. */
export function restored(view: RowView): RowView {
  if (isChosen(view)) return view;
  const { filter, order } = host.state;
  host.send({ type: 'view', filter, order });
  return { ...view, filter, order, rows: 0, done: 0 };
}

/** What is known of the row in the side panel may be more now. */
export function askForDetail(): void {
  const { selected } = host.state;
  if (selected !== null) host.send({ type: 'detail', row: selected });
}
