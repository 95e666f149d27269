import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Where somebody types: a terminal, or what a script pipes in. */
type Keyboard = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** The one line that is typed, shown nowhere; empty where nothing comes. */
export async function askPassword(keyboard: Keyboard, screen: NodeJS.WritableStream): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: keyboard, output: nowhere, terminal: keyboard.isTTY === true });
  screen.write('Password: ');
  // Not `question()`: what a pipe ends without a line's end is told as a line, but answers no question.
  const [password] = (await Promise.race([once(lines, 'line'), once(lines, 'close').then(() => [''])])) as [string];
  lines.close();
  screen.write('\n');
  return password;
}
