/**
 * What stands for a person where there is no picture: the first letters of at most two words; of a name in Chinese or Japanese signs, whose family
 * name comes first, that one's first two.
 */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const signs = [...(words[0] ?? '')];
  if (/^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(name.trim())) return signs.slice(0, 2).join('');
  return words.slice(0, 2).map(([first = '']) => first.toLocaleUpperCase()).join('');
}
