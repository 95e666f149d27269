// `npm run bench:call [-- --runs 10]`: press of "Accept with video" to the first remote frame on a screen and the first packet of remote
// sound, and voice turned into video, each beside a bare RTCPeerConnection call that is signalled through the same server. What is
// compared takes turns, in browsers of its own, with devices that were opened before.
import { fakeDeviceFlags } from '../../scripts/browsers.mjs';
import { build } from '../../scripts/build.mjs';
import { openBrowser } from '../browser.mjs';
import { delayRelay } from '../delay-relay.mjs';
import { startServer } from '../server.mjs';
import { median, spread } from '../statistics.mjs';
import { floorCall, floorUpgrade, openFloor } from './floor.mjs';
import { call, openPages, upgrade } from './ours.mjs';

const given = process.argv.indexOf('--runs');
const RUNS = given > 0 ? Number(process.argv[given + 1]) : 10;
const MOST = 1.2;

const rows = [];
function row(what, floor, ours) {
  const ratio = median(ours) / median(floor);
  rows.push({ what, 'floor, ms': spread(floor), 'ours, ms': spread(ours), ratio: ratio.toFixed(2), limit: MOST, holds: ratio <= MOST });
}

if (!process.argv.includes('--built')) await build(['widget', 'agent', 'shop', 'server']);
for (const roundTrip of [0, 100]) {
  const server = await startServer();
  const relay = roundTrip ? await delayRelay(server.port, roundTrip) : null;
  const base = `http://localhost:${relay?.port ?? server.port}`;
  const browsers = await Promise.all([1, 2, 3, 4].map(() => openBrowser(fakeDeviceFlags)));
  try {
    const floor = await openFloor(browsers[0], browsers[1], base, server.supervisor);
    const ours = await openPages(browsers[2], browsers[3], base, server.agent);
    const where = roundTrip ? `${roundTrip} ms round trip` : 'as it is';
    const times = { floor: [], ours: [] };
    // The first of each warms the devices, the codecs and the code.
    for (let run = -1; run < RUNS; run += 1) {
      for (const [name, pages, once] of [['floor', floor, floorCall], ['ours', ours, call]]) {
        const one = await once(pages);
        if (process.argv.includes('--verbose')) console.error(roundTrip, name, Math.round(one.packet), Math.round(one.frame), JSON.stringify(one.marks, (_, value) => (typeof value === 'number' ? Math.round(value) : value)));
        if (run >= 0) times[name].push(one);
      }
    }
    for (const [what, key] of [['first remote frame', 'frame'], ['first remote sound', 'packet']]) {
      row(`${what}, ${where}`, times.floor.map((each) => each[key]), times.ours.map((each) => each[key]));
    }
    if (roundTrip === 0) {
      const later = { floor: [], ours: [] };
      for (let run = -1; run < RUNS; run += 1) {
        for (const [name, pages, once] of [['floor', floor, floorUpgrade], ['ours', ours, upgrade]]) {
          const one = await once(pages);
          if (run >= 0) later[name].push(one);
        }
      }
      row('voice turned into video', later.floor, later.ours);
    }
  } finally {
    await Promise.all(browsers.map((each) => each.close()));
    relay?.close();
    await server.stop();
  }
}

console.log(`Median of ${RUNS}, with the tenth and the ninetieth percentile; ${process.platform}, Node ${process.version}.`);
console.table(rows);
process.exitCode = rows.every((each) => each.holds) ? 0 : 1;
