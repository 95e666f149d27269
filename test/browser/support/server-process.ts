import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The built server as its users run it: a process of its own, on a port and a database that it keeps over a restart. */
export class ServerProcess implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'warmline-process-'));
  #child: ChildProcess | null = null;
  #port = 0;
  #said = '';

  static async start(): Promise<ServerProcess> {
    const server = new ServerProcess();
    await server.start();
    return server;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  get agent(): { readonly email: string; readonly password: string } {
    const [, email = '', password = ''] = /^Sign in: (\S+) (\S+)$/m.exec(this.#said) ?? [];
    return { email, password };
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, ['server/dist/main.js'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, PORT: String(this.#port), DATA_DIR: join(this.#folder, 'data'), LOG_LEVEL: 'error' },
    });
    this.#child = child;
    this.#said = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (data: Buffer) => {
        this.#said += data.toString();
        if (/^Sign in: .*\n/m.test(this.#said)) resolve();
      });
      child.once('exit', () => reject(new Error(`The server ended before it served: ${this.#said}`)));
    });
    this.#port = Number(/^Shop: https?:\/\/[^\s:]+:(\d+)/m.exec(this.#said)?.[1]);
  }

  /** As a power cut would: nothing is said, nothing more is stored. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }
}
