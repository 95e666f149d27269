const string = /"(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"/iy;
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const space = /[ \t\n\r]*/y;

/**
 * Where a text that is no JSON (RFC 8259) stops being some, in words, of which none is the text's: it may hold secrets. What a parser says of that
 * differs with the release of Node.js, and is often no position.
 */
export function whereJsonBreaks(text: string): string {
  let at = 0;
  const skip = (): void => {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
  };
  const take = (wanted: string | RegExp): boolean => {
    skip();
    if (typeof wanted === 'string') {
      if (!text.startsWith(wanted, at)) return false;
      at += wanted.length;
      return true;
    }
    wanted.lastIndex = at;
    const found = wanted.exec(text);
    at += found?.[0].length ?? 0;
    return found !== null;
  };
  const listed = (item: () => boolean, end: string): boolean => {
    if (take(end)) return true;
    do if (!item()) return false;
    while (take(','));
    return take(end);
  };
  const value = (): boolean => {
    if (take('{')) return listed(() => take(string) && take(':') && value(), '}');
    if (take('[')) return listed(value, ']');
    return take(string) || take(scalar);
  };
  value();
  skip();
  const lines = text.slice(0, at).split('\n');
  return `${at === text.length ? 'cut short' : 'wrong'} at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}
