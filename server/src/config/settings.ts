import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { StartError } from '../refusal.ts';
import { demoConfig } from './demo.ts';
import { contradictionIn, readConfigFile } from './read-config.ts';
import type { Config } from './schema.ts';

/** Where the server listens and what it reads, from the environment. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly configFile: string;
  readonly publicDir: string;
  readonly logLevel: string;
  readonly turn: { readonly urls: string[]; readonly secret: string } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** @throws StartError naming the variable, what was given and what is allowed */
export function readSettings(environment: Environment): Settings {
  const given = (key: string, otherwise: string): string => environment[key] || otherwise;
  return {
    port: portFrom(given('PORT', '3000')),
    host: given('HOST', '127.0.0.1'),
    dataDir: given('DATA_DIR', '.warmline'),
    configFile: given('WARMLINE_CONFIG', 'warmline.config.json'),
    publicDir: given('PUBLIC_DIR', defaultPublicDir),
    logLevel: levelFrom(given('LOG_LEVEL', 'info')),
    turn: turnFrom(environment.TURN_URL, environment.TURN_SECRET),
  };
}

/** Beside `dist` in the package, and beside `src` in the repository. */
export const defaultPublicDir = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../public' : '../public', import.meta.url));

function portFrom(given: string): number {
  const port = Number(given);
  if (/^\d+$/.test(given) && port <= 65_535) return port;
  throw new StartError(`PORT is ${JSON.stringify(given)}, allowed: a whole number from 0 to 65535`);
}

function levelFrom(given: string): string {
  if (v.is(v.picklist(levels), given)) return given;
  throw new StartError(`LOG_LEVEL is ${JSON.stringify(given)}, allowed: ${levels.map((each) => `"${each}"`).join(', ')}`);
}

function turnFrom(url: string | undefined, secret: string | undefined): Settings['turn'] {
  if (!url && !secret) return null;
  if (!url) throw new StartError('TURN_URL is missing, allowed: an address such as "turn:turn.example:3478" where TURN_SECRET is set');
  if (!secret) throw new StartError('TURN_SECRET is missing, allowed: the secret of the TURN server where TURN_URL is set');
  const urls = url.split(',').map((each) => each.trim());
  const wrong = urls.find((each) => !/^turns?:.+/.test(each));
  if (wrong !== undefined) throw new StartError(`TURN_URL is ${JSON.stringify(wrong)}, allowed: addresses such as "turn:turn.example:3478", with commas between`);
  return { urls, secret };
}

/** The file's configuration, or the demo's where there is none, with what the environment adds. */
export function configFor(settings: Settings, explicit: boolean): { readonly config: Config; readonly demo: boolean } {
  const file = readConfigFile(settings.configFile);
  if (!file && explicit) throw new StartError(`WARMLINE_CONFIG is ${JSON.stringify(settings.configFile)}, allowed: a file that is there`);
  const config = file ?? demoConfig;
  const merged = settings.turn ? { ...config, turn: { ttl: 7_200, ...config.turn, ...settings.turn } } : config;
  const wrong = contradictionIn(merged);
  if (wrong) throw new StartError(`${settings.configFile}: ${wrong}`);
  return { config: merged, demo: file === null };
}
