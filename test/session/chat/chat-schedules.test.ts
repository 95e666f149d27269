import { expect } from 'chai';
import { describe, it } from 'node:test';
import { TransportError } from '../../../src/session/contracts/chat-transport.ts';
import { FakeChatServer } from '../../fakes/fake-chat-server.ts';
import { FakeKeyValue, settled } from '../../fakes/fake-environment.ts';
import { seeded } from '../../fakes/seeded.ts';
import { openTab, seqsOf, type Tab } from './open-chat.ts';

const FIRST = Number(process.env.WARMLINE_SEED ?? 1);
const SCHEDULES = 150;

/** What a bad network and a restless customer do, by chance: the same seed does the same. */
async function play(seed: number) {
  const random = seeded(seed);
  const chance = (probability: number) => random() < probability;
  const server = new FakeChatServer({ pageSize: 1 + Math.floor(random() * 6) });
  const [shared, tabStorage] = [new FakeKeyValue(), new FakeKeyValue()];
  const written: string[] = [];
  let pages = 0;
  const load = (): Tab => {
    const tab = openTab({ server, shared, tab: tabStorage, name: `page${++pages}`, seed: seed + pages });
    tab.transport.fate = (method) => {
      if (chance(0.2)) return 'drop-request';
      if (chance(0.2)) return 'drop-answer';
      return method === 'send' && chance(0.1) ? new TransportError('STORAGE_FAILED', { permanent: false }) : 'deliver';
    };
    return tab;
  };
  let tab = load();
  await tab.connect();
  for (let step = 0; step < 60; step++) {
    const dice = random();
    if (dice < 0.4) {
      const text = `message ${written.length + 1}`;
      written.push(text);
      tab.chat.send(text);
    } else if (dice < 0.5) tab.transport.goOffline();
    else if (dice < 0.65) tab.transport.goOnline();
    else if (dice < 0.75 && server.open) server.agentSays(`answer at step ${step}`);
    else if (dice < 0.8 && server.open) {
      // A repeat, and one that comes too early: neither may show.
      const entries = server.entriesOf(server.open.id);
      const entry = entries[Math.floor(random() * entries.length)];
      if (entry) tab.transport.deliver({ type: 'entry', conversation: server.open.id, entry });
    } else if (dice < 0.85) {
      tab.close();
      tab = load();
      await tab.connect();
    } else await tab.environment.advance(random() * 3_000);
    if (chance(0.5)) await settled();
    const seqs = seqsOf(tab.chat);
    expect(seqs, 'no gap at any moment').to.deep.equal(seqs.map((_, i) => (seqs[0] ?? 0) + i));
  }
  tab.transport.fate = () => 'deliver';
  tab.transport.goOnline();
  await tab.environment.advance(60_000);
  while (tab.chat.snapshot.earlier === 'available' || tab.chat.snapshot.earlier === 'failed') await tab.chat.loadEarlier();
  return { server, tab, written };
}

describe('ChatSession under random drops, repeats, reconnects and page loads', () => {
  for (let seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
    it(`delivers every message once, in order, and shows the whole log (WARMLINE_SEED=${seed})`, async () => {
      const { server, tab, written } = await play(seed);
      const id = server.open?.id;
      const own = id === undefined ? [] : server.entriesOf(id).filter((entry) => entry.author.role === 'customer');
      const texts = own.flatMap((entry) => entry.parts.map((part) => ('text' in part ? part.text : '')));
      expect(texts).to.deep.equal(written);
      expect(tab.chat.snapshot.outbox).to.deep.equal([]);
      if (id !== undefined) expect(seqsOf(tab.chat)).to.deep.equal(server.entriesOf(id).map((entry) => entry.seq));
    });
  }
});
