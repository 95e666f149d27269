import { statSync } from 'node:fs';
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
  readonly livekit: { readonly url: string; readonly key: string; readonly secret: string } | null;
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
    publicDir: publicDirFrom(environment.PUBLIC_DIR),
    logLevel: levelFrom(given('LOG_LEVEL', 'info')),
    turn: turnFrom(environment.TURN_URL, environment.TURN_SECRET),
    livekit: liveKitFrom(environment),
  };
}

/** Beside `dist` in the package, and beside `src` in the repository. */
export const defaultPublicDir = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../public' : '../public', import.meta.url));

function publicDirFrom(given: string | undefined): string {
  if (!given) return defaultPublicDir;
  if (statSync(given, { throwIfNoEntry: false })?.isDirectory()) return given;
  throw new StartError(`PUBLIC_DIR is ${JSON.stringify(given)}, allowed: a folder that is there`);
}

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

/** The three variables that LiveKit's own programs read. */
function liveKitFrom(environment: Environment): Settings['livekit'] {
  const given = { LIVEKIT_URL: environment.LIVEKIT_URL, LIVEKIT_API_KEY: environment.LIVEKIT_API_KEY, LIVEKIT_API_SECRET: environment.LIVEKIT_API_SECRET };
  if (Object.values(given).every((each) => !each)) return null;
  const { LIVEKIT_URL: url, LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = given;
  if (!url || !key || !secret) {
    const missing = Object.entries(given).find(([, value]) => !value)?.[0] ?? '';
    throw new StartError(`${missing} is missing, allowed: LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET together, or none of them`);
  }
  if (/^wss?:\/\/./.test(url) && URL.canParse(url)) return { url, key, secret };
  throw new StartError(`LIVEKIT_URL is ${JSON.stringify(url)}, allowed: an address such as "wss://livekit.example"`);
}

/** The cluster that the environment names, beside those of the file. */
const ENVIRONMENT_CLUSTER = 'default';

/** What the environment adds to a configuration; it wins. */
export function withEnvironment(config: Config, { turn, livekit }: Partial<Pick<Settings, 'turn' | 'livekit'>>): Config {
  return {
    ...config,
    ...(turn ? { turn: { ttl: 7_200, ...config.turn, ...turn } } : null),
    ...(livekit ? { livekit: { ...config.livekit, [ENVIRONMENT_CLUSTER]: { ...config.livekit[ENVIRONMENT_CLUSTER], ...livekit } } } : null),
  };
}

/** The file's configuration, or the demo's where there is none, with what the environment adds. */
export function configFor(settings: Settings, explicit: boolean): { readonly config: Config; readonly demo: boolean } {
  const file = readConfigFile(settings.configFile);
  if (!file && explicit) throw new StartError(`WARMLINE_CONFIG is ${JSON.stringify(settings.configFile)}, allowed: a file that is there`);
  const config = file ?? demoConfig;
  const merged = withEnvironment(config, settings);
  const wrong = contradictionIn(merged);
  if (wrong) throw new StartError(`${settings.configFile}: ${wrong}`);
  return { config: merged, demo: file === null };
}
