import { axisOfName, type AuditId } from './audit';
import {
  counterfactualAxes,
  groupAxes,
  type CounterfactualAxis,
  type GroupSource,
} from './mitigationConfig';

/** The groups that a check compares; null where that is an intersection or something else. */
export function sourceOf(id: AuditId, variant: string): GroupSource | null {
  const name = nameOf(id);
  if (id.startsWith('group/')) return name.includes('×') ? null : name;
  if (!id.startsWith('dataset/')) return null;
  if (variant.startsWith('column')) return name;
  const axis = groupAxes.find((each) => each === axisOfName(name));
  return axis === undefined ? null : { axis };
}

/** The axis of swaps that a check speaks of: its own, or one that bears the name of its groups. */
export function axisOf(id: AuditId, variant: string): CounterfactualAxis | null {
  const name = id.startsWith('template/') ? (variant.split(':')[0] ?? '') : axisOfName(nameOf(id));
  return counterfactualAxes.find((each) => each === name) ?? null;
}

function nameOf(id: AuditId): string {
  return id.slice(id.indexOf('/') + 1);
}
