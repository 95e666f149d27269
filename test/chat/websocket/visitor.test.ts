import { expect } from 'chai';
import { describe, it } from 'node:test';
import { visitor } from '../../../src/chat/websocket/visitor.ts';
import type { Identity } from '../../../src/chat/websocket/identity.ts';
import type { CustomerHello } from '../../../src/protocol/results.ts';
import { FakeEnvironment, FakeKeyValue } from '../../fakes/fake-environment.ts';

const about = () => ({
  capabilities: { calls: null, screenShare: true },
  language: 'en',
  timeZone: 'Asia/Tokyo',
  page: { url: 'https://shop.example/', title: 'Shop' },
});

const greeting = (token: string) => ({
  protocol: 'warmline.v1',
  participant: 'visitor-1',
  serverNow: 0,
  features: [],
  missed: [],
  call: null,
  token,
  site: { id: 'demo', name: 'Demo', calling: 'none', staffed: true, answersIn: null },
  conversation: null,
});

/** Pages of one browser, with nobody signed in or with a customer. */
function browser() {
  const shared = new FakeKeyValue();
  const page = (prefix?: string): Identity<CustomerHello> =>
    visitor({ site: 'demo', tab: 'tab-1', environment: new FakeEnvironment({ shared }), about, ...(prefix === undefined ? {} : { prefix }) });
  return { page };
}

const shown = async (page: Identity<CustomerHello>): Promise<unknown> => {
  const hello = await page.hello();
  return 'token' in hello ? hello.token : undefined;
};

describe('A visitor’s hello', () => {
  it('shows nothing the first time, and then what the answer brought', async () => {
    const { page } = browser();
    expect(await shown(page())).to.equal(null);
    page().greeted(greeting('one'));
    expect(await shown(page())).to.equal('one');
  });

  it('shows, of a customer’s first page here, who they were before they signed in, and then their own', async () => {
    const { page } = browser();
    page().greeted(greeting('before'));
    const signedIn = page('@mei ');
    expect(await shown(signedIn)).to.equal('before');
    signedIn.greeted(greeting('mei’s'));
    expect(await shown(signedIn)).to.equal('mei’s');
  });

  it('shows nothing of a customer once they signed out, nor of one beside another', async () => {
    const { page } = browser();
    page('@mei ').greeted(greeting('mei’s'));
    expect(await shown(page())).to.equal(null);
    expect(await shown(page('@ken '))).to.equal(null);
    page().greeted(greeting('nobody’s'));
    expect(await shown(page('@mei '))).to.equal('mei’s');
  });

  it('shows nothing that was refused once more, whoever’s it was; a newer one of another tab it keeps', async () => {
    const { page } = browser();
    page().greeted(greeting('before'));
    const signedIn = page('@mei ');
    await shown(signedIn);
    expect(signedIn.forget()).to.equal(true);
    expect(await shown(signedIn)).to.equal(null);
    expect(signedIn.forget()).to.equal(false);

    signedIn.greeted(greeting('old'));
    await shown(signedIn);
    page('@mei ').greeted(greeting('new'));
    expect(signedIn.forget()).to.equal(true);
    expect(await shown(signedIn)).to.equal('new');
  });
});
