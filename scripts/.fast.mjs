import { rollup } from 'rollup'; import { gzipSync } from 'node:zlib'; import { customer } from '../rollup.config.mjs';
const b = await rollup({ ...customer, external: ['livekit-client'], onwarn(){} });
const { output } = await b.generate(customer.output);
const norm=(c)=>c.replace(/-[\w-]{8}\.js/g,'-12345678.js');
for (const [n, l] of [['chat-widget.ts','shell'],['chat-panel/chat-panel.ts','chat'],['call-session.ts','call']]) { const c=output.find(o=>o.type==='chunk'&&Object.keys(o.modules).some(m=>m.endsWith(n))); console.log(l, gzipSync(norm(c.code),{level:9}).length); }
