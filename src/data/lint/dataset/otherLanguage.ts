import { languageOf, type Language } from '../../language/languageOf';
import type { PartRole } from '../../schemas/schema';
import { deleteDoubtfulRow } from '../fix';
import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { SpanList } from './spanList';

/** Fewer texts whose language is clear make no majority. */
const fewestTexts = 20;

/** L-TXT-12: texts in another language than most. Prompts and targets each have their own: translations differ by design. */
export const otherLanguageRule: DatasetRule = {
  ids: ['L-TXT-12'],
  applies: ({ schema }) => schema.name !== 'token-classification',
  begin: (context) => {
    const byRole = new Map<PartRole, Map<Language, SpanList>>();
    return {
      see(row) {
        for (const { path, role, text } of row.parts()) {
          if (role !== 'prompt' && role !== 'target') continue;
          const language = languageOf(text);
          if (language === null) continue;
          const texts = byRole.get(role) ?? new Map<Language, SpanList>();
          byRole.set(role, texts);
          const list = texts.get(language) ?? new SpanList();
          texts.set(language, list);
          list.add(row.row, path);
        }
      },
      finish(report) {
        for (const texts of byRole.values()) {
          const [main, ...others] = [...texts].sort(([, a], [, b]) => b.length - a.length);
          if (main === undefined) continue;
          const [mainLanguage, list] = main;
          const all = others.reduce((sum, [, other]) => sum + other.length, list.length);
          if (all < fewestTexts || list.length < threshold(context, 'mainLanguage') * all) continue;
          for (const [language, other] of others)
            for (const { row, at } of other)
              report('L-TXT-12', row, {
                at,
                message: `This is ${nameOf(language)}; most rows are ${nameOf(mainLanguage)}. Delete the row, or keep it where the mix is meant.`,
                fixes: () => [deleteDoubtfulRow],
                isGuess: true,
              });
        }
      },
    };
  },
};

const scriptNames: ReadonlySet<Language> = new Set<Language>([
  ...(['Cyrillic', 'Arabic', 'Hebrew', 'Devanagari', 'Bengali', 'Ethiopic'] as const),
]);

function nameOf(language: Language): string {
  return scriptNames.has(language) ? `in ${language} script` : `in ${language}`;
}
