type Values = Readonly<Record<string, unknown>>;

/** Characters of one text, at least: cutting them into tokens takes about a tenth of a second. */
const leastCharacters = 20_000;
/** More characters than tokens have on average in any language, so that what training keeps of a text is all there. */
const charactersPerToken = 16;
/** Of a row with many long texts, this many times as much is kept; of each text behind that, its beginning. */
const [mostTexts, beginning] = [4, 200];

/**
 * A row whose texts are cut where no token behind can be within `maxLength`: to show how a model reads a row of megabytes must
 * not hold a thread for seconds. The values themselves where nothing is that long.
 */
export function shortenedRow(values: Values, maxLength: number): Values {
  const limit = Math.max(leastCharacters, charactersPerToken * maxLength);
  const state = { left: mostTexts * limit, isShortened: false };
  const shorten = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const most = state.left > 0 ? limit : beginning;
      state.left -= Math.min(most, value.length);
      if (value.length <= most) return value;
      state.isShortened = true;
      return value.slice(0, most);
    }
    if (Array.isArray(value)) return value.map(shorten);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shorten(inner)]));
  };
  const shortened = shorten(values) as Values;
  return state.isShortened ? shortened : values;
}
