/**
 * What stands for a person where there is no picture: the first letters of at most two words; of a name in Chinese or Japanese signs, whose family
 * name comes first, that one's first two.
 */
export function initialsOf(name: string): string {
  const [family] = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー]{1,2}/u.exec(name.trim()) ?? [];
  if (family) return family;
  return name.trim().split(/\s+/).slice(0, 2).map(([first = '']) => first.toLocaleUpperCase()).join('');
}
