import { closeSync, openSync, writeSync } from 'node:fs';

const words =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too mr how little good world make very year still see work life men being between both old under last never day same another know while us off might great go come since against right came take used three himself few house american use place during high without again home around small however found mrs part school thought went say general once upon every left war does got united number hand course water until always away public something fact less though far put head think called set enough end took government night yet system better four nothing told eyes city going president why days present point didnt look find asked second group later next room social business knew program give half side face toward white five let young form given per order large several national important'.split(
    ' ',
  );

/**
 * Writes JSONL of that size: rows as instruction data has them, with a placeholder in one of a hundred and what is not ASCII
 * in one of ten. The same size gives the same file.
 */
export function generateRows(file: string, megabytes: number): void {
  const handle = openSync(file, 'w');
  let state = 42;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * limit);
  };
  const sentence = (): string => {
    const text = Array.from({ length: 8 + below(14) }, () => words[below(words.length)] ?? '').join(
      ' ',
    );
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  const text = (sentences: number): string =>
    Array.from({ length: 1 + below(sentences) }, sentence).join(below(4) === 0 ? '\n' : ' ');
  let block = '';
  for (let size = 0; size < megabytes * 1e6;) {
    const odd = below(100) === 0 ? '{{NAME}}' : below(10) === 0 ? ' déjà vu – “naïve”' : '';
    const values = {
      instruction: text(3),
      input: below(3) === 0 ? text(4) : '',
      output: text(12) + odd,
    };
    block += `${JSON.stringify(values)}\n`;
    if (block.length < blockCharacters) continue;
    size += writeSync(handle, block);
    block = '';
  }
  closeSync(handle);
}

const blockCharacters = 1_000_000;
