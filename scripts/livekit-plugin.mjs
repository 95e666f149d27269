// For web-test-runner: a real livekit-server for the tests that ask for one, and the ways in which it can break. A page asks by requests:
// `/livekit.json` starts it and tells where it is, `/livekit/<fault>` answers once the fault is there, or gone.
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { startLiveKit } from './livekit.mjs';

export function liveKitPlugin() {
  let asked = null;
  const begin = async () => {
    // The server only answers: it finds no way of its own beside the relay.
    const server = await startLiveKit({ rtc: { use_ice_lite: true } });
    if (server.missing !== undefined || server.udp === undefined) return { server };
    const signalling = await tcpRelay(Number(new URL(server.url).port));
    const media = await udpRelay(server.udp);
    return { server, signalling, media };
  };
  const faults = {
    'cut-signalling': ({ signalling }) => signalling.cut(),
    'cut-media': ({ media }) => media.cut(),
    mend: ({ signalling, media }) => {
      signalling.mend();
      media.mend();
    },
    kill: ({ server }) => server.kill(),
    start: ({ server }) => server.start(),
    // Breaks that last so long, whoever waits for them.
    'lose-media-for-20-s': async ({ media }) => {
      media.cut();
      await new Promise((resolve) => setTimeout(resolve, 20_000));
      media.mend();
    },
    'crash-for-3-s': async ({ server }) => {
      await server.kill();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return await server.start();
    },
  };
  return {
    name: 'livekit',
    async serve({ path }) {
      // What a bundler makes a file of.
      if (path.endsWith('/livekit-client/e2ee-worker')) return { body: readFileSync('node_modules/livekit-client/dist/livekit-client.e2ee.worker.mjs', 'utf8'), type: 'js' };
      if (path !== '/livekit.json' && !path.startsWith('/livekit/')) return undefined;
      asked ??= begin();
      const place = await asked;
      const { url, key, secret, udp, missing } = place.server;
      if (path !== '/livekit.json') return { body: JSON.stringify(await faults[path.slice('/livekit/'.length)](place)) ?? 'null', type: 'json' };
      const relays = place.media && { url: `ws://127.0.0.1:${place.signalling.port}`, udp: { from: udp, to: place.media.port } };
      return { body: JSON.stringify({ url, key, secret, missing, relays }), type: 'json' };
    },
    async serverStop() {
      const place = await asked;
      place?.signalling?.close();
      place?.media?.close();
      await place?.server.stop?.();
    },
  };
}

/** A way to that port that can be cut: what is open ends without a goodbye, and nothing new gets through. */
async function tcpRelay(port) {
  const open = new Set();
  let isCut = false;
  const relay = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => undefined).on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise((resolve) => relay.listen(0, '127.0.0.1', resolve));
  return {
    port: relay.address().port,
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => (isCut = false),
    close() {
      for (const socket of open) socket.destroy();
      relay.close();
    },
  };
}

/** The same for packets, each sender with a way back of its own: cut, they are lost without a word. */
async function udpRelay(port) {
  const ways = new Map();
  let isCut = false;
  const relay = createSocket('udp4');
  relay.on('message', (packet, { port: from, address }) => {
    let far = ways.get(from);
    if (far === undefined) {
      far = createSocket('udp4');
      far.on('message', (answer) => isCut || relay.send(answer, from, address));
      far.on('error', () => undefined);
      ways.set(from, far);
    }
    if (!isCut) far.send(packet, port, '127.0.0.1');
  });
  relay.on('error', () => undefined);
  await new Promise((resolve) => relay.bind(0, '127.0.0.1', resolve));
  return {
    port: relay.address().port,
    cut: () => (isCut = true),
    mend: () => (isCut = false),
    close() {
      relay.close();
      for (const far of ways.values()) far.close();
    },
  };
}
