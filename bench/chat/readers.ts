import { openChat } from '../../src/embed/open-chat.ts';
import type { EntryPage } from '../../src/protocol/conversation.ts';
import { PROTOCOL } from '../../src/protocol/limits.ts';
import { bare, painted, stage, WINDOW } from './stage.ts';

type Reader = (server: string, site: string, token: string, count: number) => Promise<() => Promise<void>>;

/** The conversation's last rows, from the real server; what is given back reads all that came before them. */
export const readers: Record<'ours' | 'bare', Reader> = {
  async ours(server, site, _, count) {
    const { session, panel } = await openChat({ backends: {}, getAttribute: (name) => (name === 'site' ? site : null) }, server, () => new Promise<never>(() => undefined));
    panel.open = true;
    panel.style.cssText = 'display: block; width: 100%; height: 100%; inset: auto 20px 20px auto';
    stage.append(panel);
    const { chat } = session;
    do await painted();
    while ((panel.shadowRoot?.querySelector('.list')?.childElementCount ?? 0) < WINDOW);
    return async () => {
      while (chat.snapshot.earlier === 'available') await chat.loadEarlier();
      if (chat.snapshot.entries.length !== count) throw new Error(`${chat.snapshot.entries.length} entries of ${count} came.`);
    };
  },
  async bare(server, site, token, count) {
    const socket = new WebSocket(`${server.replace(/^http/, 'ws')}/v1/socket`, PROTOCOL);
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    const ask = <Answer>(method: string, params: object): Promise<Answer> =>
      new Promise((resolve) => {
        socket.onmessage = ({ data }) => {
          const { id, result } = JSON.parse(data as string) as { readonly id?: number; readonly result: Answer };
          if (id === 1) resolve(result);
        };
        socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
      });
    const { conversation } = await ask<{ readonly conversation: { readonly id: string } }>('hello', {
      protocol: PROTOCOL,
      role: 'customer',
      site,
      tab: 'bare',
      token,
      capabilities: { calls: null, screenShare: false },
      language: 'en',
      timeZone: 'UTC',
      page: { url: location.href, title: '' },
      features: [],
      resume: [],
    });
    const page = (from: object): Promise<EntryPage> => ask('chat.history', { conversation: conversation.id, ...from });
    const newest = await page({});
    bare(newest.entries, WINDOW);
    await painted();
    return async () => {
      let { entries, more } = newest;
      for (let first = entries[0]; more && first; first = entries[0]) {
        const earlier = await page({ before: first.seq });
        entries = earlier.entries.concat(entries);
        more = earlier.more;
      }
      if (entries.length !== count) throw new Error(`${entries.length} entries of ${count} came.`);
    };
  },
};
