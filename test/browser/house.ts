import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Person {
  readonly email: string;
  readonly password: string;
}

export interface HouseOptions {
  /** As `warmline.config.json`; the demo's where it is absent. */
  readonly config?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The built server as its users run it: a process of its own, with a database of its own, on a free port that it keeps. */
export class House {
  readonly #folder = mkdtempSync(join(tmpdir(), 'warmline-test-'));
  readonly #options: HouseOptions;
  #child: ChildProcess | null = null;
  #port = 0;
  #said = '';

  private constructor(options: HouseOptions) {
    this.#options = options;
  }

  static async open(options: HouseOptions = {}): Promise<House> {
    const house = new House(options);
    await house.start();
    return house;
  }

  get url(): string {
    return `http://localhost:${this.#port}`;
  }

  get agent(): Person {
    return this.#person('Sign in');
  }

  get supervisor(): Person {
    return this.#person('Supervisor');
  }

  async start(): Promise<void> {
    const { config, environment } = this.#options;
    const file = join(this.#folder, 'warmline.config.json');
    if (config) writeFileSync(file, JSON.stringify(config));
    const child = spawn(process.execPath, ['server/dist/main.js'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PORT: String(this.#port),
        DATA_DIR: join(this.#folder, 'data'),
        LOG_LEVEL: 'error',
        ...(config ? { WARMLINE_CONFIG: file } : {}),
        ...environment,
      },
    });
    this.#child = child;
    this.#said = '';
    const ready = config ? /https?:\/\/[^\s]+:(\d+)/ : /^Sign in: .*\n/m;
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (data: Buffer) => {
        this.#said += data.toString();
        if (ready.test(this.#said)) resolve();
      });
      child.once('exit', () => {
        reject(new Error(`The server ended before it served: ${this.#said}`));
      });
    });
    this.#port = Number(/https?:\/\/[^\s:]+:(\d+)/.exec(this.#said)?.[1]);
  }

  /** As a power cut would: nothing is said, nothing is stored. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.#end('SIGTERM');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  #person(word: string): Person {
    const [, email = '', password = ''] = new RegExp(`^${word}: (\\S+) (\\S+)$`, 'm').exec(this.#said) ?? [];
    return { email, password };
  }
}
