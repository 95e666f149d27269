import { expect } from '@open-wc/testing';
import { getBrowser } from 'livekit-client';
import type { LiveKitBackend } from '../../../src/media/livekit/livekit-backend.ts';
import type { MediaRoom } from '../../../src/session/contracts/media-backend.ts';
import { SignalPair } from '../../contracts/media-backend.ts';
import type { LiveKitServer } from './livekit-harness.ts';
import { LiveKitHarness, liveKitServer } from './livekit-harness.ts';

const server = await liveKitServer();
const title = 'missing' in server ? `What is prepared while it rings (skipped: ${server.missing})` : 'What is prepared while it rings, on a real livekit-server';
/** There livekit-client makes its connection of the server's first word. */
const isFirefox = getBrowser()?.name === 'Firefox';

describe(title, function () {
  this.timeout(30_000);
  let harness: LiveKitHarness;
  let backend: LiveKitBackend;

  before(function () {
    if ('missing' in server) this.skip();
  });
  beforeEach(() => {
    harness = new LiveKitHarness(server as LiveKitServer);
    backend = harness.backend() as LiveKitBackend;
  });
  afterEach(() => harness.end());

  async function join(): Promise<MediaRoom> {
    const options = { call: 'call-1', self: 'customer', peers: ['agent'], initiates: false, relayOnly: false, devices: harness.devices() };
    const room = await backend.join({ ...options, grant: await harness.grant('customer'), signal: new SignalPair().of('customer', 'agent') });
    const done = new AbortController();
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (room.snapshot.state === 'connected') resolve();
      };
      room.subscribe(look, { signal: done.signal });
      look();
    });
    done.abort();
    return room;
  }

  it('is the connection that the call is entered by, which looks up no address before', async function () {
    if (isFirefox) this.skip();
    await backend.warm();
    const [connection] = harness.connections;
    expect(connection?.getTransceivers()).to.have.length.above(0);
    expect(connection?.iceGatheringState).to.equal('new');
    expect(connection?.localDescription).to.equal(null);
    const room = await join();
    expect(harness.connections).to.deep.equal([connection]);
    expect(connection?.connectionState).to.equal('connected');
    await room.leave();
    expect(connection?.connectionState).to.equal('closed');
  });

  it('is nothing where the connection is made of the first word of the server, and the call is entered all the same', async function () {
    if (!isFirefox) this.skip();
    await backend.warm();
    expect(harness.connections).to.have.length(0);
    await (await join()).leave();
  });

  it('is prepared once, however often it is asked for, and anew for the next call', async function () {
    if (isFirefox) this.skip();
    await backend.warm();
    await backend.warm();
    expect(harness.connections).to.have.length(1);
    await (await join()).leave();
    await backend.warm();
    expect(harness.connections).to.have.length(2);
  });

  it('is not what an encrypted call is entered by: that is made for it', async function () {
    if (isFirefox) this.skip();
    await backend.warm();
    harness.e2ee = true;
    const options = { call: 'call-1', self: 'customer', peers: ['agent'], initiates: false, relayOnly: false, devices: harness.devices() };
    const room = await backend.join({ ...options, grant: await harness.grant('customer'), signal: new SignalPair().of('customer', 'agent') });
    expect(harness.connections[0]?.signalingState).to.equal('stable');
    await room.leave();
    harness.e2ee = false;
    await (await join()).leave();
    expect(harness.connections[0]?.connectionState).to.equal('closed');
  });
});
