import type { Capabilities, Page } from '../../protocol/conversation.ts';
import { PROTOCOL } from '../../protocol/limits.ts';
import type { CustomerHello } from '../../protocol/results.ts';
import { customerHello } from '../../protocol/results.ts';
import type { Environment } from '../../session/contracts/environment.ts';
import type { Identity } from './identity.ts';
import { parsed } from './parsed.ts';

const TOKEN = 'token';

export interface VisitorOptions {
  readonly site: string;
  /** This tab's id: survives its reload, and no other open tab has it. */
  readonly tab: string;
  readonly environment: Environment;
  /** What the customer's browser can do, and where they are. */
  readonly about: () => { readonly capabilities: Capabilities; readonly language: string; readonly timeZone: string; readonly page: Page };
}

/** A visitor of the site, whose token all its tabs share. Without one, or with one that is not taken, the server makes a new visitor. */
export function visitor({ site, tab, environment: { shared }, about }: VisitorOptions): Identity<CustomerHello> {
  let used: string | null = null;
  return {
    hello: () => {
      const token = shared.get(TOKEN);
      used = token;
      return { protocol: PROTOCOL, role: 'customer', site, tab, ...(token === null ? {} : { token }), ...about(), features: [] };
    },
    // Another tab may have a good one by now: only the one that was refused goes.
    forget: () => {
      if (shared.get(TOKEN) === used) shared.set(TOKEN, null);
      return used !== null;
    },
    greeted: (answer) => {
      const hello = parsed(customerHello, answer);
      shared.set(TOKEN, hello.token);
      return hello;
    },
  };
}
