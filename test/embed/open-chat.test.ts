import { expect } from 'chai';
import '../../src/define/chat-panel.ts';
import { openChat } from '../../src/embed/open-chat.ts';

describe('A chat that widgets share', () => {
  const { setTimeout, clearTimeout } = window;
  /** The timers that wait for another widget, by their number. */
  const waiting = new Map<number, () => void>();

  beforeEach(() => {
    let count = 1_000_000;
    window.setTimeout = ((act: () => void, delay = 0, ...more: unknown[]) => {
      if (delay !== 5_000) return setTimeout(act, delay, ...more);
      waiting.set((count += 1), act);
      return count;
    }) as typeof setTimeout;
    window.clearTimeout = (timer) => {
      if (!waiting.delete(Number(timer))) clearTimeout(timer);
    };
  });
  afterEach(() => {
    for (const end of waiting.values()) end();
    Object.assign(window, { setTimeout, clearTimeout });
  });

  const open = (site: string): ReturnType<typeof openChat> =>
    openChat({ backends: {}, getAttribute: (name) => (name === 'site' ? site : null) }, 'http://127.0.0.1:9', () => new Promise<never>(() => undefined));

  it('ends five seconds after the last one left, however often one came and went before', async () => {
    const first = await open('one');
    first.release();
    const [[early = 0] = []] = waiting;
    const second = await open('one');
    expect(second.session).to.equal(first.session);
    second.release();
    waiting.get(early)?.();
    const third = await open('one');
    expect(third.session).to.equal(first.session);
    third.release();
    for (const end of waiting.values()) end();
    waiting.clear();
    const another = await open('one');
    expect(another.session).to.not.equal(first.session);
    another.release();
  });
});
