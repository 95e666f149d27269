import { PROTOCOL } from '../../protocol/limits.ts';
import type { AgentHello } from '../../protocol/results.ts';
import { agentHello } from '../../protocol/results.ts';
import type { Identity } from './identity.ts';
import { parsed } from './parsed.ts';

export interface AgentOptions {
  readonly tab: string;
  readonly language: string;
  /** Gets a short-lived token, before each attempt. Rejects with a permanent `TransportError` where the agent has to sign in again. */
  readonly token: () => Promise<string>;
}

/** An agent, whose page trades its session for a token of the socket's. */
export function agent({ tab, language, token }: AgentOptions): Identity<AgentHello> {
  return {
    hello: async () => ({ protocol: PROTOCOL, role: 'agent', tab, language, token: await token(), features: [] }),
    greeted: (answer) => parsed(agentHello, answer),
    forget: () => true,
  };
}
