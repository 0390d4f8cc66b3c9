import { swapAxisNames } from '../../data/swap/swapAxis';
import type { SwapAxisName } from '../../data/swap/swapAxis';
import type { AuditCoverage, MarkedSpan } from '../../protocol/audit';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { holes } from './fills';
import { namesInOne, namesInTurn } from './namesInTurn';
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

/** Every template with words that fit it: the user's own with all of them, those that ship with two first names a group by turns. */
export function templateItems(suite: TemplateSuite): TemplateItems {
  const byAxis = new Map<SwapAxisName, TemplateVersion[]>();
  const turns = new Map<string, number>();
  const takesTurns = suite.source.kind === 'built-in';
  for (const [template, { text }] of suite.templates.entries()) {
    const parts = parseTemplate(text);
    const fills = holes.get(parts.hole) ?? [];
    const turn = turns.get(parts.hole) ?? 0;
    turns.set(parts.hole, turn + 1);
    const taken = takesTurns ? namesInTurn(fills, turn) : null;
    for (const [fill, { axis, words, sexes }] of fills.entries()) {
      if (taken?.has(fill) === false) continue;
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
  const texts = axes.flatMap(({ versions }) => versions.map(({ text }) => text));
  const filled = takesTurns
    ? `${namesInOne} of the first names of each group, by turns`
    : 'every word that fits';
  return {
    ...{ suite, axes, texts },
    coverage: {
      ...{ id: suite.id, used: count, of: count + suite.copies },
      note: `${suite.copies === 0 ? '' : `${countOf(suite.copies, 'row')} that repeat another left out. `}${formatCount(texts.length)} texts: each template with ${filled}. Axes: ${axes.map(({ axis }) => axis).join(', ')}.`,
    },
  };
}
