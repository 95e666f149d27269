#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { askPassword } from './auth/ask-password.ts';
import { hashPassword } from './auth/passwords.ts';
import { configFor, readSettings } from './config/settings.ts';
import { usage } from './config/usage.ts';
import { StartError } from './refusal.ts';
import { createServer } from './server.ts';

/** How long a drain may take before the process goes anyway, in milliseconds. */
const DRAIN_MS = 10_000;

/** How often `npx`'s shell is looked for, in milliseconds. */
const PARENT_MS = 500;

async function run(): Promise<void> {
  // Everything that this process writes is its owner's alone.
  process.umask(0o077);
  const settings = readSettings(process.env);
  const { config, demo } = configFor(settings, Boolean(process.env.WARMLINE_CONFIG));
  const { port, host, dataDir, publicDir, logLevel } = settings;
  const server = await createServer({ port, host, dataDir, publicDir, logLevel, environment: process.env, ...(demo ? { turn: settings.turn, livekit: settings.livekit } : { config }) });

  const stop = (): void => {
    setTimeout(() => process.exit(1), DRAIN_MS).unref();
    void server.close().then(() => process.exit(0));
  };
  // Not once: a terminal's Ctrl+C comes from itself and from `npm start`, which passes it on, and the second must not cut the first one short.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  // `npx` sends what it is told to a shell between, which dies of it and tells nobody.
  if (process.env.npm_command === 'exec') {
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(watch);
      stop();
    }, PARENT_MS).unref();
  }

  // An address to open: every interface's own name is none, and no browser gives a page of it a microphone.
  const address = server.url.replace(/127\.0\.0\.1|0\.0\.0\.0|\[::\]/, 'localhost');
  if (server.demo) {
    const { agent, supervisor } = server.demo;
    process.stdout.write(`Supervisor: ${supervisor.email} ${supervisor.password}\n`);
    process.stdout.write(`Shop: ${address}/\nAgent: ${address}/agent\nSign in: ${agent.email} ${agent.password}\n`);
  } else {
    process.stdout.write(`Agent: ${address}/agent\n`);
  }
}

async function printHash(): Promise<void> {
  const password = await askPassword(process.stdin, process.stderr);
  if (password.length < 10) throw new StartError('the password is too short, allowed: at least 10 characters');
  process.stdout.write(`${await hashPassword(password)}\n`);
}

/** The package's: its description lies beside `dist` there, and beside `src` in the repository. */
function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return version;
}

const command = process.argv[2];
try {
  if (command === undefined) await run();
  else if (command === 'hash-password') await printHash();
  else if (command === '--help' || command === '-h') process.stdout.write(usage);
  else if (command === '--version') process.stdout.write(`${version()}\n`);
  else throw new StartError(`the command is ${JSON.stringify(command)}, allowed: "hash-password", "--help", "--version", or none to start the server`);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
