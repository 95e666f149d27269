import { expect } from 'chai';
import { BrowserEnvironment } from '../../src/embed/browser-environment.ts';
import { agentTab } from '../../src/embed/open-desk.ts';

describe('the browser as an environment', () => {
  const server = 'https://chat.example';
  const environment = (site = 'demo'): BrowserEnvironment => new BrowserEnvironment(server, site);

  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
  });

  it('keeps what it is given for the next page, apart for each site', () => {
    environment().shared.set('token', 'one');
    environment().tab.set('draft', 'Hel');
    expect(environment().shared.get('token')).to.equal('one');
    expect(environment().tab.get('draft')).to.equal('Hel');
    expect(environment('other').shared.get('token')).to.equal(null);
    environment().shared.set('token', null);
    expect(environment().shared.get('token')).to.equal(null);
  });

  it('finds its keys by how they begin, and no other site\'s', () => {
    const here = environment();
    for (const key of ['outbox.a', 'outbox.b', 'token']) here.shared.set(key, 'x');
    environment('other').shared.set('outbox.c', 'x');
    expect([...here.shared.keys('outbox.')].sort()).to.deep.equal(['outbox.a', 'outbox.b']);
    expect(here.tab.keys('outbox.')).to.deep.equal([]);
  });

  it('never throws where storing is not allowed, and keeps it for this page then', () => {
    const setItem = Object.getOwnPropertyDescriptor(Storage.prototype, 'setItem') ?? {};
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const here = environment();
    here.shared.set('outbox', 'x');
    expect(here.shared.get('outbox')).to.equal('x');
    expect(here.shared.keys('out')).to.deep.equal(['outbox']);
    Object.defineProperty(Storage.prototype, 'setItem', setItem);
    here.shared.set('outbox', 'y');
    expect(environment().shared.get('outbox')).to.equal('y');
  });

  it('makes ids that fit into an address, and never the same twice', () => {
    const ids = Array.from({ length: 200 }, () => environment().id());
    expect(new Set(ids)).to.have.length(200);
    expect(ids.every((id) => /^[\w-]{1,64}$/.test(id))).to.equal(true);
  });

  it('calls back once, and not at all where that was called off', async () => {
    const called: string[] = [];
    const off = new AbortController();
    environment().after(1, () => called.push('off'), off.signal);
    off.abort();
    await new Promise<void>((resolve) => environment().after(5, resolve, new AbortController().signal));
    expect(called).to.be.empty;
  });

  /** Another page holds that tab's id for as long as the frame is there. */
  async function heldBy(id: string): Promise<HTMLIFrameElement> {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    await new Promise<void>((resolve) => {
      const locks = (frame.contentWindow as Window & { readonly navigator: Navigator }).navigator.locks;
      void locks.request(`warmline-tab-${id}`, () => {
        resolve();
        return new Promise(() => undefined);
      });
    });
    return frame;
  }

  it('gives a copy of a tab an id of its own, without a part in the first one’s call', async () => {
    // A duplicated tab has a copy of the storage, and the first one still holds the lock.
    const first = await heldBy('copied');
    environment().tab.set('tab', 'copied');
    environment().tab.set('lease', '{"callId":"k1"}');
    const second = await environment().claimTab();
    expect(second).to.not.equal('copied');
    expect(environment().tab.get('tab')).to.equal(second);
    expect(environment().tab.get('lease')).to.equal(null);
    first.remove();
  });

  it('gives the copy of an agent’s tab no part in any of the first one’s calls', async () => {
    const first = await heldBy('agent');
    environment().tab.set('tab', 'agent');
    for (const conversation of ['c1', 'c2']) environment().tab.set(`lease.${conversation}`, '{"callId":"k1"}');
    const tab = await agentTab(environment());
    expect(tab).to.not.equal('agent');
    expect(environment().tab.keys('lease').map((key) => environment().tab.get(key))).to.deep.equal([]);
    first.remove();
    environment().tab.set('lease.c1', '{"callId":"k2"}');
    expect(await agentTab(environment())).to.equal(tab);
    expect(environment().tab.get('lease.c1')).to.equal('{"callId":"k2"}');
  });

  it('keeps the id, and the call, where a widget is taken away and put back in the same page', async () => {
    const first = await environment().claimTab();
    environment().tab.set('lease', '{"callId":"k1"}');
    expect(await environment().claimTab()).to.equal(first);
    expect(environment().tab.get('lease')).to.equal('{"callId":"k1"}');
  });

  it('finds its id again after a reload', async () => {
    const frame = await heldBy('kept');
    environment().tab.set('tab', 'kept');
    const claimed = environment().claimTab();
    frame.remove();
    expect(await claimed).to.equal('kept');
  });
});
