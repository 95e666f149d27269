// Messages acknowledged (stored with synchronous=FULL) per second with 500 open sockets, beside two floors in the same run: a bare `ws` echo over as
// many sockets, and bare single inserts into an SQLite file. Everything runs in turns, several times over, on one machine: clients included.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildProcess } from 'node:child_process';
import WebSocket from 'ws';
import { PROTOCOL } from '../src/protocol/limits.ts';
import { customerHello } from '../server/test/support/client.ts';

const SOCKETS = Number(process.env['SOCKETS'] ?? 500);
const SECONDS = Number(process.env['SECONDS'] ?? 4);
const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const self = fileURLToPath(import.meta.url);

interface Outcome {
  readonly perSecond: number;
  /** In milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Bytes of the server's memory each socket added; null where it does not say. */
  readonly perSocket: number | null;
}

const quantile = (sorted: readonly number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

/** The other end in a process of its own, so that its memory is its own. */
async function startOther(kind: string, folder: string): Promise<{ child: ChildProcess; port: number; memory: () => Promise<number>; stop: () => Promise<void> }> {
  const child = fork(self, [kind, folder], { execArgv: ['--expose-gc', ...process.execArgv] });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const memory = async (): Promise<number> => {
    child.send('memory');
    return ((await once(child, 'message')) as [{ memory: number }])[0].memory;
  };
  const stop = async (): Promise<void> => {
    child.send('stop');
    await once(child, 'exit');
  };
  return { child, port, memory, stop };
}

/** Every socket keeps one message under way until the time is over. */
async function measure(kind: 'warmline' | 'echo', folder: string): Promise<Outcome> {
  const other = await startOther(kind, folder);
  const before = await other.memory();
  const url = `ws://127.0.0.1:${other.port}/v1/socket`;
  const sockets = await Promise.all(
    Array.from({ length: SOCKETS }, async () => {
      const socket = new WebSocket(url, PROTOCOL, { origin: `http://127.0.0.1:${other.port}`, perMessageDeflate: false });
      await once(socket, 'open');
      socket.send(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'hello', params: customerHello() }));
      await once(socket, 'message');
      return socket;
    }),
  );
  const perSocket = (await other.memory() - before) / SOCKETS;

  const times: number[] = [];
  const end = performance.now() + SECONDS * 1_000;
  const started = performance.now();
  await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((done, failed) => {
          let n = 0;
          let sentAt = 0;
          const send = (): void => {
            n += 1;
            sentAt = performance.now();
            const params = { clientId: `m${n}`, parts: [{ type: 'text', text: 'Is the blue one still there in size 42?' }] };
            socket.send(JSON.stringify({ jsonrpc: '2.0', id: n, method: 'chat.send', params }));
          };
          socket.on('message', (data) => {
            const frame = JSON.parse(String(data)) as { id?: number; error?: { message: string } };
            if (frame.id !== n) return;
            if (frame.error) {
              failed(new Error(frame.error.message));
              return;
            }
            times.push(performance.now() - sentAt);
            if (performance.now() < end) send();
            else done();
          });
          send();
        }),
    ),
  );
  const took = (performance.now() - started) / 1_000;
  for (const socket of sockets) socket.terminate();
  await other.stop();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / took, p50: quantile(times, 0.5), p99: quantile(times, 0.99), perSocket };
}

/** Rows written one by one, each on the disk before the next. */
async function inserts(folder: string): Promise<Outcome> {
  const { openSqlite } = await import('../server/src/store/sqlite.ts');
  const database = await openSqlite(join(folder, 'floor.db'));
  database.exec('pragma journal_mode = wal; pragma synchronous = full; create table rows (id integer primary key, text text)');
  const insert = database.prepare('insert into rows (text) values (?)');
  const times: number[] = [];
  const started = performance.now();
  while (performance.now() - started < SECONDS * 1_000) {
    const at = performance.now();
    insert.run(['Is the blue one still there in size 42?']);
    times.push(performance.now() - at);
  }
  const took = (performance.now() - started) / 1_000;
  database.close();
  times.sort((a, b) => a - b);
  return { perSecond: times.length / took, p50: quantile(times, 0.5), p99: quantile(times, 0.99), perSocket: null };
}

async function serveEcho(): Promise<{ port: number; close: () => void }> {
  const { WebSocketServer } = await import('ws');
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  server.on('connection', (socket) => socket.on('message', (data) => socket.send(String(data))));
  await once(server, 'listening');
  return { port: (server.address() as { port: number }).port, close: () => process.exit(0) };
}

async function serveWarmline(folder: string): Promise<{ port: number; close: () => void }> {
  const { createServer } = await import('../server/src/server.ts');
  const limits = { messagesPerSecond: 1_000_000, messagesBurst: 1_000, framesPerSecond: 1_000_000, framesBurst: 1_000, visitorsPerMinute: 1_000 };
  const sites = [{ id: 'demo', name: 'Bench', origins: [], ownOrigin: true, calling: 'none' as const }];
  const server = await createServer({ dataDir: join(folder, 'data'), config: { sites, agents: [], limits } });
  return { port: server.port, close: () => void server.close().then(() => process.exit(0)) };
}

function row(name: string, outcomes: readonly Outcome[]): string {
  const of = (read: (outcome: Outcome) => number): number[] => outcomes.map(read).sort((a, b) => a - b);
  const spread = (values: readonly number[], digits: number): string =>
    `${quantile(values, 0.5).toFixed(digits)} (${(values[0] ?? 0).toFixed(digits)} to ${(values.at(-1) ?? 0).toFixed(digits)})`;
  const memory = outcomes[0]?.perSocket == null ? '' : spread(of((each) => (each.perSocket ?? 0) / 1_024), 1);
  return `| ${name} | ${spread(of((each) => each.perSecond), 0)} | ${spread(of((each) => each.p50), 2)} | ${spread(of((each) => each.p99), 2)} | ${memory} |`;
}

async function compare(): Promise<void> {
  const outcomes: Record<'warmline' | 'echo' | 'insert', Outcome[]> = { warmline: [], echo: [], insert: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'warmline-bench-'));
    outcomes.warmline.push(await measure('warmline', folder));
    outcomes.echo.push(await measure('echo', folder));
    outcomes.insert.push(await inserts(folder));
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${SOCKETS} sockets, each with one message under way; ${ROUNDS} rounds of ${SECONDS} s, in turns. Median (lowest to highest).\n\n`);
  process.stdout.write('| | per second | p50 ms | p99 ms | KiB a socket |\n| --- | --- | --- | --- | --- |\n');
  process.stdout.write(`${row('Warmline: message stored and acknowledged', outcomes.warmline)}\n`);
  process.stdout.write(`${row('floor: bare ws echo of the same frame', outcomes.echo)}\n`);
  process.stdout.write(`${row('floor: bare SQLite insert, one commit each', outcomes.insert)}\n`);
}

const [kind, folder = ''] = process.argv.slice(2);
if (kind === undefined) {
  await compare();
} else {
  const server = kind === 'echo' ? await serveEcho() : await serveWarmline(folder);
  process.on('message', (message) => {
    if (message === 'stop') server.close();
    if (message !== 'memory') return;
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage().rss });
  });
  process.send?.({ port: server.port });
}
