import { WebSocketChatTransport } from '../chat/websocket/chat-transport.ts';
import { WebSocketConnection } from '../chat/websocket/connection.ts';
import { visitor } from '../chat/websocket/visitor.ts';
import type { ChatPanel } from '../elements/chat-panel/chat-panel.ts';
import { attachPanel } from '../elements/chat-widget/attach-panel.ts';
import type { Composition, CompositionOptions } from '../elements/chat-widget/composition.ts';
import { callingBlock } from '../media/devices/calling-block.ts';
import type { Call } from '../session/call/call.ts';
import { CustomerSession } from '../session/customer-session.ts';
import { BrowserEnvironment } from './browser-environment.ts';
import { currentPage, onPageChange } from './page.ts';

/** What a call's own part is made from. */
export interface CallIngredients {
  readonly connection: WebSocketConnection;
  readonly environment: BrowserEnvironment;
  readonly tab: string;
  readonly session: () => CustomerSession;
  readonly backends: CompositionOptions['backends'];
  readonly signal: AbortSignal;
}

export type LoadCall = (ingredients: CallIngredients) => Promise<Call>;

/** How long a session waits for another widget of its site, in milliseconds: a single-page app takes one away and puts one back. */
const GRACE = 5_000;

interface Shared {
  readonly session: CustomerSession;
  readonly life: AbortController;
  /** How many widgets show it. */
  users: number;
  /** The timer that ends it. */
  ending?: ReturnType<typeof setTimeout>;
}

/** One session for each server and site, however many widgets come and go. */
const sessions = new Map<string, Promise<Shared>>();

/** A chat with a Warmline server: its session, which widgets of the same site share, and a panel for one of them. */
export async function openChat(options: CompositionOptions, server: string, loadCall: LoadCall): Promise<Composition> {
  const customer = options.getAttribute('customer');
  // No customer's id has a space: what one keeps is never taken for another's.
  const prefix = customer ? `@${customer} ` : '';
  const site = options.getAttribute('site') ?? '';
  const key = `${server} ${site} ${prefix}`;
  const opening = sessions.get(key) ?? openSession(options, server, site, prefix, loadCall);
  sessions.set(key, opening);
  const shared = await opening;
  const panel: ChatPanel = document.createElement('chat-panel');
  shared.users += 1;
  panel.session = shared.session;
  return {
    session: shared.session,
    panel,
    attach: (shell) => attachPanel(panel, shared.session, shell),
    release: () => {
      shared.users -= 1;
      clearTimeout(shared.ending);
      shared.ending = setTimeout(() => {
        if (shared.users > 0 || sessions.get(key) !== opening) return;
        sessions.delete(key);
        void shared.session.call.end();
        shared.life.abort();
        shared.session.close();
      }, GRACE);
    },
  };
}

async function openSession(options: CompositionOptions, server: string, site: string, prefix: string, loadCall: LoadCall): Promise<Shared> {
  const life = new AbortController();
  const { signal } = life;
  const environment = new BrowserEnvironment(server, site);
  const tab = await environment.claimTab();
  const connection = new WebSocketConnection({
    url: `${server.replace(/^http/, 'ws')}/v1/socket`,
    WebSocket,
    environment,
    identity: visitor({
      site,
      tab,
      environment,
      prefix,
      about: () => ({
        customerToken: prefix ? options.getAttribute('customer-token') : null,
        capabilities: { calls: callingBlock(), screenShare: 'getDisplayMedia' in ((navigator as Partial<Navigator>).mediaDevices ?? {}) },
        language: navigator.language,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        page: currentPage(),
      }),
    }),
    onWake: (listener, options) => {
      for (const name of ['online', 'pageshow']) addEventListener(name, listener, options);
      document.addEventListener('visibilitychange', () => document.hidden || listener(), options);
    },
  });
  const session: CustomerSession = new CustomerSession({
    transport: new WebSocketChatTransport(connection),
    loadCall: () => loadCall({ connection, environment, tab, session: () => session, backends: options.backends, signal }),
    environment,
    prefix,
  });
  onPageChange(() => void connection.request('customer.page', { page: currentPage() }).catch(() => undefined), signal);
  session.connect();
  return { session, life, users: 0 };
}
