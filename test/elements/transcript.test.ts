import { fixture, html } from '@open-wc/testing';
import { expect } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import '../../src/define/chat-panel.ts';
import type { ChatPanel } from '../../src/elements/chat-panel/chat-panel.ts';
import type { Entry } from '../../src/protocol/entry.ts';
import { conversation, entry, fakeSession } from '../fakes/fake-session.ts';
import type { FakeSession } from '../fakes/fake-session.ts';
import { drawn, still, there, until } from './page.ts';

describe('the transcript of a long conversation', () => {
  let session: FakeSession;
  let panel: ChatPanel;
  const root = (): ShadowRoot => there(panel.shadowRoot);
  const scroller = (): HTMLElement => there(root().querySelector<HTMLElement>('.scroller'));
  const rows = (): readonly HTMLElement[] => [...root().querySelectorAll<HTMLElement>('.list > .row')];
  const texts = (): readonly string[] => rows().map((row) => row.querySelector('.bubble')?.textContent ?? '');
  const pill = (): HTMLElement | null => root().querySelector('.pill');
  const log = (from: number, to: number): Entry[] => Array.from({ length: to - from + 1 }, (_, index) => entry(from + index, (from + index) % 3 ? 'agent' : 'customer', `Message ${from + index}`));
  const scrollTo = async (top: number): Promise<void> => {
    scroller().scrollTop = top;
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    await drawn(panel);
  };
  const show = async (entries: readonly Entry[], earlier: 'none' | 'available' = 'none'): Promise<void> => {
    session = fakeSession({ entries, earlier, conversation: conversation({ lastSeq: entries.length }) });
    panel = await fixture<ChatPanel>(html`<chat-panel style="inset: auto 20px 20px auto" .session=${session} .open=${true}></chat-panel>`);
    await drawn(panel);
    await still(panel);
  };
  /** What stands at the top edge of what is in view, and how far below it. */
  const inView = (): { readonly text: string; readonly top: number } => {
    const edge = scroller().getBoundingClientRect().top;
    const row = there(rows().find((each) => each.getBoundingClientRect().bottom > edge + 1));
    return { text: row.querySelector('.bubble')?.textContent ?? '', top: row.getBoundingClientRect().top - edge };
  };

  const topOf = (text: string): number => {
    const row = there(rows().find((each) => each.querySelector<HTMLElement>('.bubble')?.textContent === text));
    return row.getBoundingClientRect().top - scroller().getBoundingClientRect().top;
  };

  it('has the last rows of ten thousand in the page, at the end', async () => {
    await show(log(1, 10_000));
    expect(rows().length).to.be.lessThan(100);
    expect(texts().at(-1)).to.equal('Message 10000');
    expect(scroller().scrollTop).to.equal(0);
  });

  it('keeps apart what two people call by the same name', async () => {
    await show([{ ...entry(1, 'customer', 'Mine'), clientId: 'same' }, { ...entry(2, 'agent', 'Theirs'), clientId: 'same' }]);
    expect(texts().filter(Boolean)).to.deep.equal(['Mine', 'Theirs']);
  });

  it('stays at the end when messages come, and keeps its number of rows', async () => {
    await show(log(1, 500));
    const before = rows().length;
    session.chat.append(...log(501, 520));
    await drawn(panel);
    expect(texts().at(-1)).to.equal('Message 520');
    expect(rows().length).to.equal(before);
    expect(scroller().scrollTop).to.equal(0);
    const last = rows().at(-1)?.getBoundingClientRect();
    expect(last?.bottom).to.be.at.most(scroller().getBoundingClientRect().bottom);
  });

  it('has a new row in the page at once, and looks through the rest of the window before anything is painted', async () => {
    await show(log(1, 500));
    const before = rows();
    session.chat.append(entry(501, 'agent', 'News'));
    expect(texts().at(-1)).to.equal('News');
    expect(rows().slice(0, before.length)).to.deep.equal(before);
    await Promise.resolve();
    expect(rows().slice(0, -1)).to.deep.equal(before.slice(1));
  });

  it('keeps its number of rows when several messages come at once, and reads them in one go', async () => {
    await show(log(1, 500));
    const before = rows().length;
    for (const seq of [501, 502, 503]) {
      session.chat.show({ entries: [...session.chat.snapshot.entries, entry(seq, 'agent', `Message ${seq}`)], unread: session.chat.snapshot.unread + 1 });
    }
    await drawn(panel);
    expect(rows().length).to.equal(before);
    expect(texts().slice(-3)).to.deep.equal(['Message 501', 'Message 502', 'Message 503']);
    expect(session.chat.count('markRead')).to.equal(1);
    const said = 'Mika Tanaka: Message 501\nMika Tanaka: Message 502\nMika Tanaka: Message 503';
    await until('they are read out together', () => root().querySelector('[aria-live=polite]')?.textContent === said);
  });

  it('draws what a message brings with it further up: the mark of what was seen, and what was erased', async () => {
    await show([entry(1, 'agent', 'Secret'), entry(2, 'customer', 'First'), entry(3, 'agent', 'Answer')]);
    session.chat.show({ seenSeq: 2 });
    await drawn(panel);
    expect(rows().map((row) => row.classList.contains('seen'))).to.deep.equal([false, true, false]);
    const [secret, ...rest] = session.chat.snapshot.entries;
    session.chat.show({ entries: [{ ...there(secret), kind: 'erased', parts: [] }, ...rest, entry(4, 'customer', 'Second')], seenSeq: 4 });
    await until('it says so', () => rows()[0]?.textContent.includes('This message was deleted'));
    expect(rows().map((row) => row.classList.contains('seen'))).to.deep.equal([false, false, false, true]);
    expect(root().querySelector('.list')?.textContent).to.not.contain('Secret');
  });

  it('draws nothing again that has not changed', async () => {
    await show(log(1, 500));
    const bubble = rows().at(-2)?.querySelector('.bubble');
    session.chat.append(entry(501, 'customer', 'New'));
    await drawn(panel);
    expect(rows().at(-3)?.querySelector('.bubble')).to.equal(bubble);
  });

  it('puts rows in while somebody reads back, takes others out, and never moves what is read', async () => {
    await show(log(1, 2_000));
    let first = Number(texts()[0]?.slice(8));
    for (let step = 0; step < 12; step++) {
      const edge = -(scroller().scrollHeight - scroller().clientHeight);
      scroller().scrollTop = Math.min(-40, edge + 400);
      const before = inView();
      await scrollTo(scroller().scrollTop);
      const next = Number(texts()[0]?.slice(8));
      expect(next).to.be.at.most(first);
      expect(rows().length).to.be.at.most(160);
      expect(topOf(before.text)).to.be.closeTo(before.top, 1);
      first = next;
    }
    expect(first).to.be.lessThan(1_700);
  });

  it('keeps the place of what is read when messages come below, and counts them', async () => {
    await show(log(1, 500));
    await scrollTo(-700);
    const before = inView();
    session.chat.append(...log(501, 502));
    await drawn(panel);
    expect(topOf(before.text)).to.be.closeTo(before.top, 1);
    await until('the way back says how many', () => pill()?.textContent.trim() === '2 new');
    expect(session.chat.count('markRead')).to.equal(0);
    pill()?.click();
    await drawn(panel);
    expect(scroller().scrollTop).to.equal(0);
    expect(texts().at(-1)).to.equal('Message 502');
    expect(pill()).to.equal(null);
  });

  it('goes to the end when the person sends something while they read further up', async () => {
    await show(log(1, 500));
    await scrollTo(-700);
    session.chat.show({ outbox: [{ clientId: 'o1', text: 'Mine', at: Date.now(), state: { is: 'sending' } }] });
    await drawn(panel);
    expect(scroller().scrollTop).to.equal(0);
    expect(texts().at(-1)).to.equal('Mine');
  });

  it('asks the server for earlier messages at the beginning of what is here, and puts them above without a jump', async () => {
    await show(log(501, 560), 'available');
    for (let step = 0; step < 6 && session.chat.count('loadEarlier') === 0; step++) await scrollTo(-scroller().scrollHeight);
    expect(session.chat.count('loadEarlier')).to.be.greaterThan(0);
    const before = inView();
    session.chat.show({ entries: [...log(401, 500), ...session.chat.snapshot.entries] });
    await drawn(panel);
    expect(topOf(before.text)).to.be.closeTo(before.top, 1);
    await scrollTo(-scroller().scrollHeight);
    expect(Number(texts()[0]?.slice(8))).to.be.lessThan(501);
  });

  it('can be read back by keyboard', async () => {
    await show(log(1, 500));
    scroller().focus();
    expect(root().activeElement).to.equal(scroller());
    await sendKeys({ press: 'Home' });
    await until('more rows came in', () => Number(texts()[0]?.slice(8)) < 450);
    expect(scroller().scrollTop).to.be.lessThan(0);
  });

  it('begins anew with another conversation', async () => {
    await show(log(1, 500));
    await scrollTo(-700);
    session.chat.show({ conversation: conversation({ id: 'c2' }), entries: [entry(1, 'customer', 'Again', { id: 'x1' })] });
    await drawn(panel);
    expect(texts()).to.deep.equal(['Again']);
    expect(scroller().scrollTop).to.equal(0);
  });

  it('begins anew at its end where another conversation comes, and then its own again, wherever somebody reads', async () => {
    await show(log(1, 2_000));
    await scrollTo(-4_000);
    const own = session.chat.snapshot.conversation;
    session.chat.show({ conversation: conversation({ id: 'nowhere', lastSeq: 0 }), entries: [] });
    session.chat.show({ conversation: own });
    session.chat.show({ entries: Array.from({ length: 200 }, (_, index) => entry(1_801 + index, 'agent', '', { kind: 'erased', parts: [] })) });
    await drawn(panel);
    await until('it says so', () => rows().at(-1)?.textContent.includes('This message was deleted'));
    expect([scroller().scrollTop, rows().length > 20, pill()]).to.deep.equal([0, true, null]);
    expect(root().textContent).to.not.contain('Message 1');
  });

  it('takes out what was erased and leaves the row', async () => {
    await show(log(1, 3));
    const entries = [...session.chat.snapshot.entries];
    entries[1] = { ...entry(2, 'agent', ''), kind: 'erased', parts: [] };
    session.chat.show({ entries });
    await drawn(panel);
    await until('it says so', () => rows()[1]?.textContent.includes('This message was deleted'));
    expect(root().textContent).to.not.contain('Message 2');
  });
});
