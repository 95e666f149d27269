/** By name: each row asks, and finding them takes as long as half a row. */
const known: Record<string, string> = {};

/**
 * What stands for a person where there is no picture: the first letters of at most two words; of a name in Chinese or Japanese signs, whose family
 * name comes first, that one's first two.
 */
export function initialsOf(name: string): string {
  return (known[`=${name}`] ??= lettersOf(name.trim()));
}

function lettersOf(name: string): string {
  const [family] = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]{1,2}/u.exec(name) ?? [];
  return family ?? name.split(/\s+/).slice(0, 2).map(([first = '']) => first.toLocaleUpperCase()).join('');
}
