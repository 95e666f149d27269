// `npm run bench:livekit [-- --runs 20]`: press of "Accept with video" to the first remote frame on a screen, in calls through a real
// livekit-server, beside livekit-client used bare against the same server: a page that connects and opens its devices at the press, to somebody
// who is in the room already, as our agent is. What is compared takes turns, in browsers of its own. A frame that is a second late is one
// whose key frame was missed: how often that happens stands beside.
import { AccessToken } from 'livekit-server-sdk';
import { build } from '../../scripts/build.mjs';
import { startLiveKit } from '../../scripts/livekit.mjs';
import { fakeDeviceFlags } from '../../scripts/browsers.mjs';
import { openBrowser } from '../browser.mjs';
import { startServer } from '../server.mjs';
import { call, openPages } from '../call/ours.mjs';
import { median, quantile, table } from '../statistics.mjs';
import { bareCall, openBare } from './bare.mjs';

const given = process.argv.indexOf('--runs');
const RUNS = given > 0 ? Number(process.argv[given + 1]) : 20;
const MOST = 1.1;
/** Above this, in milliseconds, a call waited for a key frame. */
const LATE = 1_000;

const livekit = await startLiveKit();
if (livekit.missing !== undefined) {
  console.error(`Nothing is measured: ${livekit.missing}.`);
  process.exit(1);
}
if (!process.argv.includes('--built')) await build(['widget', 'agent', 'shop', 'server']);
const server = await startServer({ LIVEKIT_URL: livekit.url, LIVEKIT_API_KEY: livekit.key, LIVEKIT_API_SECRET: livekit.secret });
const base = `http://localhost:${server.port}`;
const browsers = await Promise.all([1, 2, 3, 4].map(() => openBrowser(fakeDeviceFlags)));
const tokenFor = async (room, identity) => {
  const token = new AccessToken(livekit.key, livekit.secret, { identity });
  token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: true });
  return await token.toJwt();
};
const times = { bare: [], ours: [] };
try {
  const bare = await openBare(browsers[0], browsers[1], base);
  const ours = await openPages(browsers[2], browsers[3], base, server.agent);
  // The first of each warms the devices, the codecs and the code.
  for (let run = -1; run < RUNS; run += 1) {
    for (const [name, once] of [['bare', () => bareCall(bare, livekit.url, tokenFor, `bare-${run}`)], ['ours', () => call(ours)]]) {
      const { frame, marks } = await once();
      if (process.argv.includes('--verbose')) console.error(name, Math.round(frame), JSON.stringify(marks, (_, value) => (typeof value === 'number' ? Math.round(value) : value)));
      if (run >= 0) times[name].push(frame);
    }
  }
} finally {
  await Promise.all(browsers.map((each) => each.close()));
  await server.stop();
  await livekit.stop();
}

const rows = Object.entries(times).map(([name, all]) => [name, median(all), quantile(all, 0.1), quantile(all, 0.9), Math.max(...all), all.filter((each) => each > LATE).length]);
table(`Press to first remote frame through LiveKit, ${RUNS} calls each, in ms`, ['', 'median', 'p10', 'p90', 'slowest', `over ${LATE}`], rows);
const ratio = median(times.ours) / median(times.bare);
console.log(`ours / bare ${ratio.toFixed(2)}, at most ${MOST}: ${ratio <= MOST ? 'holds' : 'does not hold'}`);
process.exitCode = ratio <= MOST ? 0 : 1;
