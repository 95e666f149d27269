import { startServer, launch } from './call/house.mjs';
import { openPages, call } from './call/ours.mjs';
import { openFloor, floorCall } from './call/floor.mjs';
import { delayRelay } from './delay-relay.mjs';
const s = await startServer();
const r = await delayRelay(s.port, Number(process.argv[2] ?? 0));
const [a,b,c,d] = await Promise.all([launch(), launch(), launch(), launch()]);
try {
const base = `http://localhost:${r.port}`;
const f = await openFloor(c, d, base, s.supervisor);
const o = await openPages(a, b, base, s.agent);
for (let i=0;i<4;i++) { console.log('floor', JSON.stringify((await floorCall(f)).times)); console.log('ours ', JSON.stringify((await call(o)).times)); }
} catch (e) { console.log(e); } finally { 
await a.close(); await b.close(); await c.close(); await d.close(); await s.stop(); r.close();}
