import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { askPassword } from '../src/auth/ask-password.ts';
import { verifyPassword } from '../src/auth/passwords.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

async function hashed(typed: string): Promise<{ readonly code: unknown; readonly out: string; readonly said: string }> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, 'hash-password']);
  child.stdin.end(typed);
  const [out, said, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close') as Promise<[unknown]>]);
  return { code, out, said };
}

test('hash-password prints what a configuration takes, alone on its output', async () => {
  const { code, out } = await hashed('correct horse battery\n');
  assert.equal(code, 0);
  assert.match(out, /^scrypt\$\S+\n$/);
  assert.equal(await verifyPassword('correct horse battery', out.trim()), true);
});

test('a password that a script pipes in needs no line end behind it', async () => {
  const { code, out } = await hashed('correct horse battery');
  assert.equal(code, 0);
  assert.equal(await verifyPassword('correct horse battery', out.trim()), true);
});

test('hash-password says in one line that the password is too short, or that there is none', async () => {
  for (const typed of ['hunter2\n', '']) {
    const { code, out, said } = await hashed(typed);
    assert.deepEqual({ code, out }, { code: 1, out: '' });
    assert.match(said, /^Password: \nthe password is too short, allowed: at least 10 characters\n$/);
  }
});

test('a password that is typed at a terminal is not shown', async () => {
  const keyboard = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const screen = new PassThrough();
  const asked = askPassword(keyboard, screen);
  keyboard.write('correct horse battery\r');
  assert.equal(await asked, 'correct horse battery');
  screen.end();
  assert.equal(await text(screen), 'Password: \n');
});
