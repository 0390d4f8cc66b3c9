/**
 * Words that offend, in ROT13 so that nobody reads them who did not mean to. Only words that hardly have another sense: "dyke"
 * and "prick" also stand in books on gardens.
 */
const slursInRot13 =
  'ornare ornaref phag phagf snt snttbg snttbgf sntf xvxr xvxrf avttn avttnf avttre avttref ' +
  'cnxv cnxvf enturnq enturnqf ergneq ergneqf fnaqavttre gbjryurnq gbjryurnqf genaavrf ' +
  'genaal jrgonpx jrgonpxf';
const profanityInRot13 =
  'nefrubyr nefrubyrf nffubyr nffubyrf ovgpu ovgpurf ovgpuvat ohyyfuvg pbpxfhpxre ' +
  'pbpxfhpxref qvpxurnq qvpxurnqf qbhpuront qbhpurontf qhzonff shpx shpxrq shpxre shpxref ' +
  'shpxva shpxvat shpxf wnpxnff zbgureshpxre zbgureshpxref zbgureshpxvat chffvrf chffl fuvg ' +
  'fuvgf fuvggl fyhg fyhgf fyhggl gjng gjngf jnaxre jnaxref juber juberf';

export const slurs: ReadonlySet<string> = new Set(rot13(slursInRot13).split(' '));
export const profanity: ReadonlySet<string> = new Set(rot13(profanityInRot13).split(' '));

/** Letters thirteen places on in the alphabet; twice gives the text back. */
function rot13(text: string): string {
  return text.replace(/[a-z]/g, (letter) =>
    String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97),
  );
}
