// For web-test-runner: a real livekit-server for the tests that ask for one, and the ways in which it can break. A page asks by requests:
// `/livekit.json` starts it and tells where it is, `/livekit/<fault>` answers once the fault is there, or gone.
import { readFileSync } from 'node:fs';
import { startLiveKit } from './livekit.mjs';
import { mediaRelay, tcpRelay } from './relays.mjs';

export function liveKitPlugin() {
  let asked = null;
  const begin = async () => {
    // The server only answers: it finds no way of its own beside the relay.
    const server = await startLiveKit({ rtc: { use_ice_lite: true } });
    if (server.missing !== undefined || server.media === undefined) return { server };
    const signalling = await tcpRelay(Number(new URL(server.url).port));
    const media = await mediaRelay(server.media);
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
      const { url, key, secret, missing } = place.server;
      if (path !== '/livekit.json') return { body: JSON.stringify(await faults[path.slice('/livekit/'.length)](place)) ?? 'null', type: 'json' };
      const relays = place.media && { url: `ws://127.0.0.1:${place.signalling.port}`, media: place.media.routes };
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
