// `npm run bench:livekit [-- --runs 20]`: press of "Accept with video" to the first remote frame on a screen, in calls through a real
// livekit-server, beside livekit-client used bare against the same server: a page that connects at the press, to somebody who is in the room
// already, as our agent is, and opens its own devices once it is connected. Ours opens them at the press: what that costs before the first frame
// is in our figure, and not in the bare one's. What is compared takes turns, in browsers of its own. How many were late stands beside, and for
// each of them why: a first packet that came in time, and a frame long after it, is a key frame that was missed (LiveKit asks for the next one
// once a second at most); else it was the way there, whose steps are told.
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
/** Above this, in milliseconds, a call was late. */
const LATE = 1_000;
/** A frame so long after the first packet, in milliseconds, waited for a key frame. */
const KEYLESS = 500;

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
    const both = [['bare', () => bareCall(bare, livekit.url, tokenFor, `bare-${run}`)], ['ours', () => call(ours)]];
    // Who goes first changes too: the second finds the machine as the first left it.
    for (const [name, once] of run % 2 ? both : both.reverse()) {
      const { frame, marks } = await once();
      if (process.argv.includes('--verbose')) console.error(name, Math.round(frame), JSON.stringify(marks, (_, value) => (typeof value === 'number' ? Math.round(value) : value)));
      if (run >= 0) times[name].push({ frame, marks });
    }
  }
} finally {
  await Promise.all(browsers.map((each) => each.close()));
  await server.stop();
  await livekit.stop();
}

const isLate = ({ frame }) => frame > LATE;
const missedKey = ({ frame, marks }) => frame - marks.video > KEYLESS;
const rows = Object.entries(times).map(([name, calls]) => {
  const all = calls.map(({ frame }) => frame);
  const late = calls.filter(isLate);
  return [name, median(all), quantile(all, 0.1), quantile(all, 0.9), Math.max(...all), late.length, late.filter(missedKey).length];
});
table(`Press to first remote frame through LiveKit, ${RUNS} calls each, in ms`, ['', 'median', 'p10', 'p90', 'slowest', `over ${LATE}`, 'of these, for want of a key frame'], rows);
const steps = ['ask', 'signalling', 'joined', 'devices', 'connected', 'shown', 'video'];
const middle = (calls, step) => median(calls.map(({ marks, frame }) => (step === 'frame' ? frame : marks[step])).filter((each) => each !== undefined));
table(
  'The way there, medians in ms: devices asked for, signalling opened, its first word, devices open, path there, shown, first packet, frame',
  ['', ...steps, 'frame'],
  Object.entries(times).map(([name, calls]) => [name, ...[...steps, 'frame'].map((step) => middle(calls, step))]),
);
for (const [name, calls] of Object.entries(times)) {
  for (const call of calls.filter(isLate)) {
    const way = Object.entries(call.marks).sort(([, one], [, other]) => one - other);
    console.log(`late: ${name}, ${Math.round(call.frame)} ms${missedKey(call) ? ', a key frame was missed' : ''}: ${way.map(([step, at]) => `${step} ${Math.round(at)}`).join(', ')}`);
  }
}
const ratio = median(times.ours.map(({ frame }) => frame)) / median(times.bare.map(({ frame }) => frame));
console.log(`ours / bare ${ratio.toFixed(2)}, at most ${MOST}: ${ratio <= MOST ? 'holds' : 'does not hold'}`);
process.exitCode = ratio <= MOST ? 0 : 1;
