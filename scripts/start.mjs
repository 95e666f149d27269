// `npm start`: builds what is stale, then runs the server in this terminal. Its own words follow; the last three lines say where to go.
import { spawn } from 'node:child_process';
import { build, served } from './build.mjs';

try {
  await build(served);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

const server = spawn(process.execPath, ['server/dist/main.js', ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === null ? 1 : 128);
});
