import { expect } from 'chai';
import { openDesk } from '../../src/embed/open-desk.ts';

describe('The way to a server’s desk', () => {
  const ask = window.fetch;
  afterEach(() => {
    window.fetch = ask;
  });

  for (const [status, code, outcome] of [
    [200, '', 'signed-in'],
    [401, 'SIGN_IN_REFUSED', 'refused'],
    [403, 'FOREIGN_ORIGIN', 'foreign'],
    [429, 'RATE_LIMITED', 'limited'],
    [500, 'INTERNAL', 'unreachable'],
  ] as const) {
    it(`is told apart where the server answers ${String(status)}`, async () => {
      window.fetch = () => Promise.resolve(Response.json({ code }, { status }));
      const door = openDesk({ server: location.origin, tokenProvider: null });
      expect(await door.signIn('aoi@example.com', 'secret words')).to.equal(outcome);
    });
  }

  for (const status of [200, 401, 403]) {
    it(`is not opened, nor closed for good, by a network that answers ${String(status)} in the server’s place`, async () => {
      window.fetch = () => Promise.resolve(new Response('<title>Hotel</title>', { status, headers: { 'content-type': 'text/html' } }));
      const door = openDesk({ server: location.origin, tokenProvider: null });
      expect(await door.signIn('aoi@example.com', 'secret words')).to.equal('unreachable');
      expect(await door.isSignedIn().catch(() => 'nobody knows')).to.equal('nobody knows');
      expect(await door.signOut().catch(() => 'nobody heard')).to.equal('nobody heard');
      const { desk, close } = await door.open();
      const told = new Promise<void>((resolve) => {
        const life = new AbortController();
        const look = (): void => {
          const { is } = desk.snapshot.connection;
          if (is === 'connecting') return;
          life.abort();
          resolve();
        };
        desk.subscribe(look, life);
      });
      desk.connect();
      await told;
      expect(desk.snapshot.connection.is).to.equal('offline');
      close();
    });
  }

  it('is told from one that a network lets nothing through to, after a while', async () => {
    const { setTimeout } = window;
    const late: (() => void)[] = [];
    const asked: string[] = [];
    window.setTimeout = ((act: () => void, delay = 0) => (delay < 10_000 ? setTimeout(act, delay) : late.push(act))) as typeof setTimeout;
    window.fetch = (address, init) =>
      new Promise((_, reject) => {
        asked.push((address as URL).pathname);
        init?.signal?.addEventListener('abort', () => reject(new DOMException('late', 'AbortError')));
      });
    try {
      const door = openDesk({ server: location.origin, tokenProvider: null });
      const answers = [door.signIn('aoi@example.com', 'secret words'), door.isSignedIn().catch(() => 'nobody knows'), door.signOut().catch(() => 'nobody heard')];
      expect(asked).to.have.length(3);
      expect(late, 'nobody waits for ever').to.have.length(3);
      for (const act of late) act();
      expect(await Promise.all(answers)).to.deep.equal(['unreachable', 'nobody knows', 'nobody heard']);
    } finally {
      window.setTimeout = setTimeout;
    }
  });

  it('is closed for good where the server gives this page’s origin no token, not tried again for ever', async () => {
    window.fetch = () => Promise.resolve(Response.json({ code: 'FOREIGN_ORIGIN' }, { status: 403 }));
    const { desk, close } = await openDesk({ server: location.origin, tokenProvider: null }).open();
    const told = new Promise<void>((resolve) => {
      const life = new AbortController();
      desk.subscribe(() => {
        const { is } = desk.snapshot.connection;
        if (is !== 'refused' && is !== 'offline') return;
        life.abort();
        resolve();
      }, { signal: life.signal });
    });
    desk.connect();
    await told;
    expect(desk.snapshot.connection).to.deep.equal({ is: 'refused', code: 'FOREIGN_ORIGIN' });
    close();
  });
});
