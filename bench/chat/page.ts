// What is measured, in the page: a panel on a session that holds its entries, and the floors beside it.
import '../../src/define/chat-panel.ts';
import type { ChatPanel } from '../../src/elements/chat-panel/chat-panel.ts';
import { BrowserEnvironment } from '../../src/embed/browser-environment.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import { textOf } from '../../src/protocol/entry.ts';
import { CustomerSession } from '../../src/session/customer-session.ts';
import type { FakeClient } from '../../test/fakes/fake-chat-server.ts';
import { FakeChatServer } from '../../test/fakes/fake-chat-server.ts';
import { FakeChatTransport } from '../../test/fakes/fake-chat-transport.ts';
import { FakeEnvironment } from '../../test/fakes/fake-environment.ts';
import { readers } from './readers.ts';
import type { Appending } from './stage.ts';
import { bare, cleared, painted, stage, WINDOW } from './stage.ts';

const START = Date.UTC(2026, 0, 5, 9);

const words = (index: number): string =>
  index % 3 === 0 ? `Message ${index}: the kettle arrived, thank you.` : `Message ${index}: 鉄瓶のお手入れ方法を教えていただけますか。 How long does delivery take?`;

/** As in the conversation that a session holds: after the first, all are the agent's. */
const agentSays = (index: number): Entry => ({
  id: `entry-${index}`,
  seq: index + 1,
  kind: 'message',
  author: { id: 'agent-1', role: 'agent', name: 'Aoi' },
  at: new Date(START + index * 90_000).toISOString(),
  parts: [{ type: 'text', text: words(index) }],
});

const conversationOf = (count: number): readonly Entry[] => Array.from({ length: count }, (_, index) => agentSays(index));

async function panelOn({ session }: Pick<Held, 'session'>): Promise<ChatPanel> {
  const panel = document.createElement('chat-panel');
  panel.session = session;
  panel.open = true;
  panel.style.cssText = 'display: block; width: 100%; height: 100%; inset: auto 20px 20px auto';
  stage.append(panel);
  await panel.updateComplete;
  return panel;
}

/** A session that holds a conversation, and how an entry reaches it as from its server. */
interface Held {
  readonly session: CustomerSession;
  readonly deliver: (entry: Entry) => void;
}

async function holding(count: number): Promise<Held> {
  let time = START;
  const server = new FakeChatServer({ now: () => (time += 90_000), pageSize: count });
  server.send({ participant: server.customer, role: 'customer' }, { clientId: 'first', parts: [{ type: 'text', text: words(0) }] });
  for (let index = 1; index < count; index++) server.agentSays(words(index));
  const never = new Promise<never>(() => undefined);
  let client: FakeClient | undefined;
  const join = server.join.bind(server);
  server.join = (joining) => join((client = joining));
  const session = new CustomerSession({ transport: new FakeChatTransport({ server }), loadCall: () => never, environment: new FakeEnvironment() });
  session.connect();
  await until(session, () => session.chat.snapshot.entries.length === count);
  const conversation = server.open?.id ?? '';
  return { session, deliver: (entry) => client?.deliver({ type: 'entry', conversation, entry }) };
}

const until = ({ chat }: Pick<CustomerSession, 'chat'>, holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const life = new AbortController();
    const look = (): void => {
      if (!holds()) return;
      life.abort();
      resolve();
    };
    chat.subscribe(look, { signal: life.signal });
    look();
  });

const rowsIn = (panel: ChatPanel): HTMLElement => panel.shadowRoot?.querySelector('.list') as HTMLElement;

/**
 * A window in the panel's own clothes: the same markup in the same sheets, and no logic. What a message brings is done by hand: a row with its text
 * and its time comes, the one before is no longer the end of its group, the first row goes, and the live region says the news.
 */
async function dressed(count: number): Promise<Appending> {
  const panel = await panelOn(await holding(count));
  await painted();
  const root = panel.shadowRoot as ShadowRoot;
  const host = document.createElement('div');
  host.style.cssText = panel.style.cssText;
  const copy = host.attachShadow({ mode: 'open' });
  copy.adoptedStyleSheets = [...root.adoptedStyleSheets];
  copy.append(...[...root.childNodes].map((node) => node.cloneNode(true)));
  stage.replaceChildren(host);
  const list = copy.querySelector('.list') as HTMLElement;
  const scroller = copy.querySelector('.scroller') as HTMLElement;
  const live = copy.querySelector('[aria-live=polite]') as HTMLElement;
  const model = list.lastElementChild?.cloneNode(true) as HTMLElement;
  const times = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' });
  return {
    list,
    scroller,
    append: ({ at, parts }) => {
      const text = textOf(parts);
      const row = model.cloneNode(true) as HTMLElement;
      (row.querySelector('.bubble') as HTMLElement).textContent = text;
      const time = row.querySelector('time') as HTMLTimeElement;
      time.dateTime = at;
      time.textContent = times.format(Date.parse(at));
      const before = list.lastElementChild as HTMLElement;
      before.classList.remove('last');
      before.querySelector('.avatar')?.remove();
      list.firstElementChild?.remove();
      list.append(row);
      live.textContent = `Aoi: ${text}`;
    },
  };
}

async function ours(count: number): Promise<Appending> {
  const held = await holding(count);
  const panel = await panelOn(held);
  return {
    list: rowsIn(panel),
    scroller: panel.shadowRoot?.querySelector('.scroller') as HTMLElement,
    append: held.deliver,
  };
}

const subjects: Record<string, (count: number) => Appending | Promise<Appending>> = {
  ours,
  dressed,
  window: (count) => bare(conversationOf(count), WINDOW),
  all: (count) => bare(conversationOf(count), Infinity),
};

/** Milliseconds from asking for the conversation to its picture. */
async function show(subject: 'ours' | 'window' | 'all', count: number): Promise<number> {
  await cleared();
  const held = subject === 'ours' ? await holding(count) : null;
  await painted();
  const start = performance.now();
  if (held) await panelOn(held);
  else await subjects[subject]?.(count);
  await painted();
  return performance.now() - start;
}

/** Milliseconds from each message to its row in the page (`dom`), to its place there (`laid`: a layout asked for at once), and to the picture (`paint`). */
async function append(subject: string, count: number, times: number): Promise<Record<'dom' | 'laid' | 'paint', number[]>> {
  await cleared();
  const { append: put, list } = (await subjects[subject]?.(count)) as Appending;
  await painted();
  const dom: number[] = [];
  const laid: number[] = [];
  const paint: number[] = [];
  for (let index = 0; index < times; index++) {
    const inPage = new Promise<readonly [number, number]>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        const here = performance.now();
        void list.offsetHeight;
        resolve([here, performance.now()]);
      });
      observer.observe(list, { childList: true });
    });
    const entry = agentSays(count + index);
    const start = performance.now();
    put(entry);
    const [here, placed] = await inPage;
    dom.push(here - start);
    laid.push(placed - start);
    await painted();
    paint.push(performance.now() - start);
  }
  return { dom, laid, paint };
}

let kept: { readonly held: Held; readonly panel: ChatPanel } | null = null;

const bench = {
  show,
  append,
  /** From asking for a connection until the last rows are painted, and until everything has come. */
  async fromServer(subject: 'ours' | 'bare', server: string, site: string, token: string, count: number): Promise<{ opened: number; whole: number }> {
    new BrowserEnvironment(server, site).shared.set('token', token);
    const start = performance.now();
    const readOn = await readers[subject](server, site, token, count);
    const opened = performance.now() - start;
    await readOn();
    return { opened, whole: performance.now() - start };
  },
  /** Holds a conversation and shows it, for a look at the heap from outside. */
  async hold(count: number): Promise<void> {
    await cleared();
    kept = null;
    const held = await holding(count);
    kept = { held, panel: await panelOn(held) };
    await painted();
  },
  /** Scrolls back to the first entry, by less than a screen each frame; gives how many frames, and the longest, in milliseconds. */
  async scrollBack(): Promise<{ frames: number; longest: number; first: string; rows: number }> {
    const root = kept?.panel.shadowRoot as ShadowRoot;
    const scroller = root.querySelector('.scroller') as HTMLElement;
    const list = root.querySelector('.list') as HTMLElement;
    let frames = 0;
    let longest = 0;
    let still = 0;
    let before = performance.now();
    let rows = 0;
    while (still < 10 && frames < 20_000) {
      const top = scroller.scrollTop;
      scroller.scrollTop -= 600;
      await painted();
      const now = performance.now();
      longest = Math.max(longest, now - before);
      before = now;
      frames++;
      rows = Math.max(rows, list.childElementCount);
      still = Math.abs(scroller.scrollTop - top) < 1 ? still + 1 : 0;
    }
    return { frames, longest, first: list.querySelector('.bubble')?.textContent ?? '', rows };
  },
};

Object.assign(window, { bench });
export type Bench = typeof bench;
