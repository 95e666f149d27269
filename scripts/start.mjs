// `npm start`: builds what is stale, then runs the server in this terminal. Its own words follow; the last three lines say where to go.
import { spawn } from 'node:child_process';
import { build, served } from './build.mjs';

try {
  await build(served);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

// Quiet unless asked otherwise: the last three lines are where to go.
const env = { ...process.env, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' };
const server = spawn(process.execPath, ['server/dist/main.js', ...process.argv.slice(2)], { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
// npm sends what it is told to a shell between, which dies of it and tells nobody.
const parent = process.ppid;
const watch = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(watch);
  server.kill('SIGTERM');
}, 500);
server.on('exit', (code, signal) => {
  clearInterval(watch);
  process.exitCode = code ?? (signal === null ? 1 : 128);
});
