import { expect } from '@open-wc/testing';
import { ConnectionState, Room } from 'livekit-client';
import { Connection } from '../../../src/media/livekit/connection.ts';
import type { Internals } from '../../../src/media/livekit/internals.ts';
import { internalsOf } from '../../../src/media/livekit/internals.ts';
import { preparedRoom } from '../../../src/media/livekit/prepared-room.ts';
import type { LiveKitServer } from './livekit-harness.ts';
import { liveKitServer, tokenFor } from './livekit-harness.ts';

const server = await liveKitServer();
const never = new AbortController().signal;

describe("What livekit-client's engine has and does not document", () => {
  it('is there in the release that is installed', () => {
    const engine = internalsOf(new Room());
    for (const name of ['configure', 'applyInitialPublisherLayout', 'waitForPCInitialConnection', 'once'] as const) expect(engine[name], name).to.be.a('function');
    expect(engine.peerConnectionTimeout).to.be.a('number');
  });

  it('has the token by which it was last told to enter', async () => {
    const room = new Room();
    const engine = internalsOf(room);
    // Nothing listens on the discard port.
    await room.connect('ws://127.0.0.1:9', 'a token').catch(() => undefined);
    expect(engine.token).to.equal('a token');
  });

  it('tells of media that can flow no later than the room does', async function () {
    if ('missing' in server) return this.skip();
    const room = new Room();
    const order: string[] = [];
    internalsOf(room).once?.('connected', () => order.push('engine'));
    await room.connect(server.url, await tokenFor(server satisfies LiveKitServer, crypto.randomUUID(), 'customer'));
    order.push('room');
    await room.disconnect();
    expect(order).to.deep.equal(['engine', 'room']);
  });

  it('is not needed to enter a room', async () => {
    const room = { engine: {}, state: ConnectionState.Connected, on: () => undefined } as unknown as Room;
    const isIn = await new Promise((changed) => new Connection(room, { connect: () => Promise.resolve(), changed, left: never }));
    expect(isIn).to.equal(true);
  });

  it('prepares no connection that would be without its media sections', () => {
    const engine = Object.getPrototypeOf(internalsOf(new Room())) as Internals;
    const { configure, applyInitialPublisherLayout } = engine;
    let isBegun = false;
    try {
      delete engine.applyInitialPublisherLayout;
      engine.configure = () => {
        isBegun = true;
        return Promise.resolve();
      };
      preparedRoom({});
    } finally {
      Object.assign(engine, { configure, applyInitialPublisherLayout });
    }
    expect(isBegun).to.equal(false);
  });
});
