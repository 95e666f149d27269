import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  readonly lines: readonly string[];
  /** What it has logged so far. */
  readonly logged: () => readonly Record<string, unknown>[];
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** The server as its own process, as it is run for real, once it listens. */
export async function serverProcess(t: TestContext, environment: Record<string, string>, cwd: string): Promise<ServerProcess> {
  const child = spawnServer(environment, cwd);
  t.after(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  let log = '';
  child.stderr?.on('data', (data: Buffer) => (log += String(data)));
  const logged = (): Record<string, unknown>[] =>
    log.split('\n').filter((line) => line.startsWith('{') && line.endsWith('}')).map((line) => JSON.parse(line) as Record<string, unknown>);
  let rest = '';
  for await (const data of child.stdout as AsyncIterable<Buffer>) {
    rest += String(data);
    const parts = rest.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    if (lines.some((each) => each.startsWith('Sign in: '))) break;
  }
  const port = /:(\d+)\//.exec(lines.find((each) => each.startsWith('Shop: ')) ?? '')?.[1];
  const kill = async (signal: NodeJS.Signals): Promise<number | null> => {
    const gone = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await gone)[0];
  };
  return { url: `http://127.0.0.1:${port}`, child, lines, logged, kill };
}

/** A server that is expected not to start. */
export async function failedStart(environment: Record<string, string>, cwd: string, user: User = {}): Promise<{ code: number | null; said: string }> {
  const child = spawnServer(environment, cwd, user);
  let said = '';
  child.stderr?.on('data', (data: Buffer) => (said += String(data)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

const spawnServer = (environment: Record<string, string>, cwd: string, user: User = {}): ChildProcess =>
  spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main], {
    ...user,
    cwd,
    env: { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
