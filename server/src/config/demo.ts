import * as v from 'valibot';
import { generatePassword } from '../auth/passwords.ts';
import { StartError } from '../refusal.ts';
import type { DataDirectory } from '../store/data-directory.ts';
import type { Config } from './schema.ts';
import { configSchema } from './schema.ts';

/** What the server runs without a configuration file. */
export const demoConfig: Config = v.parse(configSchema, {
  sites: [{ id: 'demo', name: 'Minakami', origins: [], ownOrigin: true, calling: 'voice-and-video' }],
  agents: [],
});

/** The demo's pages are this server's own, and name that site. */
export const hasDemoSite = ({ sites }: Config): boolean => sites.some(({ id, ownOrigin }) => id === 'demo' && ownOrigin);

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface DemoPeople {
  readonly agent: Credentials;
  readonly supervisor: Credentials;
}

const kept = v.object({ agent: v.string(), supervisor: v.string() });

/**
 * The demo with its two people, whose passwords are made once and kept.
 *
 * @throws StartError where the file of them is damaged
 */
export function withDemoPeople(config: Config, directory: DataDirectory): { readonly config: Config; readonly people: DemoPeople } {
  const passwords = passwordsOf(directory);
  const people: DemoPeople = {
    agent: { email: 'agent@warmline.example', password: passwords.agent },
    supervisor: { email: 'supervisor@warmline.example', password: passwords.supervisor },
  };
  return {
    people,
    config: {
      ...config,
      agents: [
        { id: 'demo-agent', name: 'Mika Sato', role: 'agent', ...people.agent },
        { id: 'demo-supervisor', name: 'Sam Okafor', role: 'supervisor', ...people.supervisor },
      ],
    },
  };
}

function passwordsOf(directory: DataDirectory): v.InferOutput<typeof kept> {
  const name = 'demo-passwords.json';
  const text = directory.text(name, () => JSON.stringify({ agent: generatePassword(), supervisor: generatePassword() }));
  try {
    return v.parse(kept, JSON.parse(text));
  } catch {
    // Neither what stands in it nor what a parser says of that: it holds passwords.
    throw new StartError(`DATA_DIR holds ${JSON.stringify(directory.pathOf(name))}, which is damaged, allowed: what the first start wrote: move it away to have new passwords made`);
  }
}
