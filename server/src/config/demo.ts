import * as v from 'valibot';
import { generatePassword } from '../auth/passwords.ts';
import type { DataDirectory } from '../store/data-directory.ts';
import type { Config } from './schema.ts';
import { configSchema } from './schema.ts';

/** What the server runs without a configuration file. */
export const demoConfig: Config = v.parse(configSchema, {
  sites: [{ id: 'demo', name: 'Minakami', origins: [], ownOrigin: true, calling: 'voice-and-video' }],
  agents: [],
});

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface DemoPeople {
  readonly agent: Credentials;
  readonly supervisor: Credentials;
}

/** The demo with its two people, whose passwords are made once and kept. */
export function withDemoPeople(config: Config, directory: DataDirectory): { readonly config: Config; readonly people: DemoPeople } {
  const kept = JSON.parse(
    directory.text('demo-passwords.json', () => JSON.stringify({ agent: generatePassword(), supervisor: generatePassword() })),
  ) as { agent: string; supervisor: string };
  const people: DemoPeople = {
    agent: { email: 'agent@warmline.example', password: kept.agent },
    supervisor: { email: 'supervisor@warmline.example', password: kept.supervisor },
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
