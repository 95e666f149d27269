#!/usr/bin/env node
// Not the built file itself: npm links a program only where its file is there as it installs, and in a clone nothing is built by then.
import { existsSync } from 'node:fs';
import process from 'node:process';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write('warmline-server is not built, allowed: "npm run build" first, or "npm start", which builds\n');
  process.exitCode = 1;
}
