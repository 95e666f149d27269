/** More than any language piles up on one letter: Burmese comes to five. */
const MARKS = 6;

/** The flags of parts of countries, England's say: the one use of characters that are seen nowhere else (UTS #51, annex C). */
const FLAG = String.raw`\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,6}\u{E007F}`;

/**
 * What is never seen: format characters, those that take the place of Hangul letters, Braille's blank. But for the selectors of a character's variant
 * and for the two joiners, which letters of many languages, and emoji, are written with.
 */
const INVISIBLE = String.raw`(?![\p{Variation_Selector}\u200C\u200D])[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]`;

const invisible = new RegExp(`(${FLAG})|${INVISIBLE}`, 'gu');
const piled = new RegExp(String.raw`([\p{M}\u200C\u200D]{${MARKS}})[\p{M}\u200C\u200D]+`, 'gu');
const leaning = /(^|\s)[\p{M}\u200C\u200D]+/gu;
const joinsNothing = /(?<![\p{L}\p{M}\p{N}\p{P}\p{S}])[\u200C\u200D]|[\u200C\u200D](?![\p{L}\p{M}\p{N}\p{P}\p{S}])/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * A line that shows all that is in it, and nothing beside it: people choose their names themselves.
 *
 * @param longest in characters
 * @returns empty where nothing would be seen
 */
export function plainLine(text: string, longest = Infinity): string {
  const line = text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(invisible, '$1')
    .replace(piled, '$1')
    .replace(leaning, '$1');
  const shown = Array.from(line.trim()).slice(0, longest).join('').replace(joinsNothing, '').trim();
  return visible.test(shown) ? shown : '';
}
