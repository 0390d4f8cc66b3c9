import { swapAxisNames } from '../../data/swap/swapAxis';
import type { SwapAxisName } from '../../data/swap/swapAxis';
import type { AuditCoverage, MarkedSpan } from '../../protocol/audit';
import { holes } from './fills';
import { fillTemplate, parseTemplate } from './template';
import type { TemplateSuite } from './templateSuite';

/** A template filled with the word of one group. */
export interface TemplateVersion {
  readonly text: string;
  readonly spans: readonly MarkedSpan[];
  /** Position in the suite. */
  readonly template: number;
  /** Position in the axis's groups. */
  readonly group: number;
  /** Which filling: versions of the same template and fill differ in the group alone. */
  readonly fill: number;
}

/** The versions of all templates that an axis can fill. */
export interface TemplateAxis {
  readonly axis: SwapAxisName;
  readonly versions: readonly TemplateVersion[];
}

/** What is to be predicted to audit a suite, with what is needed to read the answers. */
export interface TemplateItems {
  readonly suite: TemplateSuite;
  /** To be predicted, in this order: the versions of the first axis, then of the next, … */
  readonly texts: readonly string[];
  readonly axes: readonly TemplateAxis[];
  readonly coverage: AuditCoverage;
}

/** Every template with every word that fits it. */
export function templateItems(suite: TemplateSuite): TemplateItems {
  const byAxis = new Map<SwapAxisName, TemplateVersion[]>();
  for (const [template, { text }] of suite.templates.entries()) {
    const parts = parseTemplate(text);
    for (const [fill, { axis, words, sexes }] of (holes.get(parts.hole) ?? []).entries()) {
      const versions = byAxis.get(axis) ?? [];
      byAxis.set(axis, versions);
      for (const [group, word] of words.entries())
        if (word !== null)
          versions.push({
            ...fillTemplate(parts, word, sexes?.[group] ?? null),
            template,
            group,
            fill,
          });
    }
  }
  const axes = swapAxisNames.flatMap((axis) => {
    const versions = byAxis.get(axis);
    return versions === undefined ? [] : [{ axis, versions }];
  });
  const count = suite.templates.length;
  return {
    ...{ suite, axes },
    texts: axes.flatMap(({ versions }) => versions.map(({ text }) => text)),
    coverage: {
      ...{ id: suite.id, used: count, of: count },
      note: `Axes: ${axes.map(({ axis }) => axis).join(', ')}.`,
    },
  };
}
