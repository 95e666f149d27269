import type { Capabilities, Page } from '../../protocol/conversation.ts';
import { PROTOCOL } from '../../protocol/limits.ts';
import type { CustomerHello } from '../../protocol/results.ts';
import { customerHello } from '../../protocol/results.ts';
import type { Environment } from '../../session/contracts/environment.ts';
import type { Identity } from './identity.ts';
import { parsed } from './parsed.ts';

export interface VisitorOptions {
  readonly site: string;
  /** This tab's id: survives its reload, and no other open tab has it. */
  readonly tab: string;
  readonly environment: Environment;
  /** What the keys of a known customer's things begin with; empty for anybody else. */
  readonly prefix?: string;
  /** Who the site says that the customer is, what their browser can do, and where they are; asked for at every hello. */
  readonly about: () => { readonly customerToken?: string | null; readonly capabilities: Capabilities; readonly language: string; readonly timeZone: string; readonly page: Page };
}

/**
 * A visitor of the site, whose token all its tabs share. Without one, or with one that is not taken, the server makes a new visitor. Each of the
 * site's known customers has a token apart: whoever has none yet shows who they were before they signed in.
 */
export function visitor({ site, tab, environment: { shared }, prefix = '', about }: VisitorOptions): Identity<CustomerHello> {
  const own = `${prefix}token`;
  let used: string | null = null;
  return {
    hello: () => {
      used = shared.get(own) ?? shared.get('token');
      return { protocol: PROTOCOL, role: 'customer', site, tab, token: used, ...about(), features: [] };
    },
    // Another tab may have a good one by now: only the one that was refused goes.
    forget: () => {
      for (const key of [own, 'token']) if (shared.get(key) === used) shared.set(key, null);
      return used !== null;
    },
    greeted: (answer) => {
      const hello = parsed(customerHello, answer);
      shared.set(own, hello.token);
      return hello;
    },
  };
}
