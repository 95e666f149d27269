import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { StartError } from '../refusal.ts';
import { whereJsonBreaks } from './json-position.ts';
import { mediaContradictionIn } from './media.ts';
import type { Config } from './schema.ts';
import { configSchema } from './schema.ts';
import { secretContradictionIn } from './secrets.ts';

/** Keys whose values are never printed. */
const SECRET = /password|secret/i;

/**
 * The configuration that a file gives, each value by itself; null where there is no file. Whether all of it fits together is asked once the
 * environment has added its own.
 *
 * @throws StartError naming the key, what was given and what is allowed
 */
export function readConfigFile(path: string): Config | null {
  if (!existsSync(path)) return null;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StartError(`WARMLINE_CONFIG is ${JSON.stringify(path)}, allowed: a file that this user may read`, { cause });
  }
  // Some editors write a byte order mark, which JSON does not know.
  text = text.replace(/^\uFEFF/, '');
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new StartError(`WARMLINE_CONFIG is ${JSON.stringify(path)}, allowed: a file of JSON (${whereJsonBreaks(text)})`, { cause });
  }
  return parseValues(given, path);
}

export function parseConfig(given: unknown, source: string): Config {
  const config = parseValues(given, source);
  const wrong = contradictionIn(config);
  if (wrong) throw new StartError(`${source}: ${wrong}`);
  return config;
}

function parseValues(given: unknown, source: string): Config {
  const result = v.safeParse(configSchema, given);
  // A misspelt key is one that is missing too: what stands in the file is what its owner can find there.
  if (!result.success) throw refusalOf(result.issues.find(isUnknownKey) ?? result.issues[0], source);
  return result.output;
}

function refusalOf(issue: v.BaseIssue<unknown>, source: string): StartError {
  const key = v.getDotPath(issue) ?? 'the whole';
  return new StartError(`${source}: ${key} is ${isUnknownKey(issue) ? 'not a key of the configuration' : inWords(issue.input, key)}, allowed: ${issue.message}`);
}

/** Of an object: a list that stands in its place has none. */
const isUnknownKey = ({ type, expected, path }: v.BaseIssue<unknown>): boolean => type === 'strict_object' && expected === 'never' && !Array.isArray(path?.at(-1)?.input);

/** What was given, of which nothing is shown that could hold a secret further in. */
function inWords(given: unknown, key: string): string {
  if (given === undefined) return 'missing';
  if (SECRET.test(key)) return 'not usable';
  if (Array.isArray(given)) return given.length === 0 ? 'an empty list' : 'a list';
  return typeof given === 'object' && given !== null ? 'an object' : JSON.stringify(given).slice(0, 100);
}

/** What no single value shows: the first thing that does not fit together, in one line; null where all does. */
export function contradictionIn(config: Config): string | null {
  const twice = (values: readonly string[]): string | undefined => values.find((each, index) => values.indexOf(each) !== index);
  const site = twice(config.sites.map((each) => each.id));
  if (site) return `sites: the id "${site}" is given twice, allowed: once`;
  const email = twice(config.agents.map((each) => each.email));
  if (email) return `agents: the e-mail address "${email}" is given twice, allowed: once`;
  const id = twice(config.agents.flatMap((each) => each.id ?? []));
  if (id) return `agents: the id "${id}" is given twice, allowed: once`;
  for (const [index, agent] of config.agents.entries()) {
    if ((agent.password === undefined) === (agent.passwordHash === undefined)) {
      const found = agent.password === undefined ? 'neither password nor passwordHash' : 'both password and passwordHash';
      return `agents.${index} has ${found}, allowed: one of them`;
    }
    const unknown = agent.sites?.find((each) => !config.sites.some(({ id: known }) => known === each));
    if (unknown) return `agents.${index}.sites names "${unknown}", allowed: ${config.sites.map((each) => `"${each.id}"`).join(', ')}`;
  }
  for (const [index, each] of config.sites.entries()) {
    if (each.origins.length === 0 && !each.ownOrigin) return `sites.${index}.origins is empty, allowed: at least one origin, or "ownOrigin": true`;
  }
  const wrong = secretContradictionIn(config) ?? mediaContradictionIn(config);
  if (wrong) return wrong;
  return config.capacity.chat > config.capacity.units
    ? `capacity.chat is ${config.capacity.chat}, allowed: at most capacity.units, ${config.capacity.units}`
    : null;
}
