import type { ParseError } from 'jsonc-parser';
import { parse } from 'jsonc-parser';

/**
 * Where a text that is no JSON (RFC 8259) stops being some, in words, of which none is the text's: it may hold secrets. What `JSON.parse` says of that
 * differs with the release of Node.js, and is often no position.
 */
export function whereJsonBreaks(text: string): string {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  const at = errors[0]?.offset ?? text.length;
  const lines = text.slice(0, at).split('\n');
  return `${at === text.length ? 'cut short' : 'wrong'} at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
}
