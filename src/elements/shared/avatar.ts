/** What stands for a person where there is no picture: the first letters of at most two words, or the first character of a name without spaces. */
export function initialsOf(name: string): string {
  const [first = '', second] = name.trim().split(/\s+/);
  const letter = (word: string): string => word.slice(0, (word.codePointAt(0) ?? 0) > 0xffff ? 2 : 1).toLocaleUpperCase();
  return letter(first) + (second ? letter(second) : '');
}
