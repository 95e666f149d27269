// `npm run bench:call:compare -- <other checkout> [--runs 30] [--only answer|upgrade] [--livekit]`: two builds of ours in turns, answered with video
// and voice turned into video, from browser to browser or through a real livekit-server. A machine that is shared changes within minutes by more
// than a change to the code does: only turns tell the one from the other. Both checkouts are built before.
import { existsSync } from 'node:fs';
import { fakeDeviceFlags } from '../../scripts/browsers.mjs';
import { startLiveKit } from '../../scripts/livekit.mjs';
import { openBrowser } from '../browser.mjs';
import { startServer } from '../server.mjs';
import { median, spread, table } from '../statistics.mjs';
import { call, openPages, upgrade } from './ours.mjs';

const [other = ''] = process.argv.slice(2);
for (const checkout of ['.', other]) {
  if (checkout !== '' && existsSync(`${checkout}/server/dist/main.js`)) continue;
  console.error(`Nothing is built in "${checkout}". npm run bench:call:compare -- <other checkout>, after node scripts/build.mjs in both.`);
  process.exit(1);
}
const given = process.argv.indexOf('--runs');
const RUNS = given > 0 ? Number(process.argv[given + 1]) : 30;
const only = process.argv.indexOf('--only');
const isMeasured = (what) => only < 0 || process.argv[only + 1] === what;

const livekit = process.argv.includes('--livekit') ? await startLiveKit() : null;
if (livekit?.missing !== undefined) {
  console.error(`Nothing is measured: ${livekit.missing}.`);
  process.exit(1);
}
const media = livekit ? { LIVEKIT_URL: livekit.url, LIVEKIT_API_KEY: livekit.key, LIVEKIT_API_SECRET: livekit.secret } : {};
const servers = [await startServer(media), await startServer(media, other)];
const browsers = await Promise.all([1, 2, 3, 4].map(() => openBrowser(fakeDeviceFlags)));
const times = { frame: [[], []], packet: [[], []], upgrade: [[], []] };
try {
  const open = (build) => openPages(browsers[build * 2], browsers[build * 2 + 1], `http://localhost:${servers[build].port}`, servers[build].agent);
  const builds = [await open(0), await open(1)];
  // The first of each warms the devices, the codecs and the code.
  for (let run = -1; run < RUNS; run += 1) {
    // Who goes first changes too: the second finds the machine as the first left it.
    for (const build of run % 2 ? [0, 1] : [1, 0]) {
      const isCounted = run >= 0;
      if (isMeasured('answer')) {
        const { frame, packet } = await call(builds[build]);
        if (isCounted) times.frame[build].push(frame);
        if (isCounted) times.packet[build].push(packet);
      }
      if (isMeasured('upgrade')) {
        const later = await upgrade(builds[build]);
        if (isCounted) times.upgrade[build].push(later);
      }
    }
  }
} finally {
  await Promise.all(browsers.map((each) => each.close()));
  for (const server of servers) await server.stop();
  await livekit?.stop();
}

/** How often the one was faster than the other in the same turn: 50 % is no difference. */
const faster = ([here, there]) => `${((here.filter((each, turn) => each < there[turn]).length / here.length) * 100).toFixed(0)} %`;
const rows = [
  ['first remote frame', times.frame],
  ['first remote sound', times.packet],
  ['voice turned into video', times.upgrade],
].filter(([, [here]]) => here.length > 0);
table(
  `Median of ${RUNS}, with the tenth and the ninetieth percentile, in ms`,
  ['what', 'here', 'there', 'ratio', 'faster here'],
  rows.map(([what, pair]) => [what, spread(pair[0]), spread(pair[1]), (median(pair[0]) / median(pair[1])).toFixed(2), faster(pair)]),
);
