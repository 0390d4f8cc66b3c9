import type { TokenizerFiles } from '../../data/tokens/tokenizerFiles';
import { textTokenizer, type TextTokenizer } from '../../data/tokens/textTokenizer';

/**
 * Makes a tokenizer of checked files. The library is loaded only now: validation is to come first, and it takes a
 * quarter of a second.
 * @throws UserError when the library does not take what the files say
 */
export async function loadTokenizer(files: TokenizerFiles): Promise<TextTokenizer> {
  const { PreTrainedTokenizer, env } = await import('@xenova/transformers');
  env.allowRemoteModels = false;
  return textTokenizer(files, () => {
    const library = new PreTrainedTokenizer(files.tokenizer, files.config);
    return (text, specials) => library.encode(text, { add_special_tokens: specials });
  });
}
