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
