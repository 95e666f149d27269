// livekit-client alone, in pages that know nothing of ours.
import { readFileSync } from 'node:fs';

const probe = readFileSync(new URL('../call/probe.js', import.meta.url), 'utf8');

export async function openBare(customerBrowser, agentBrowser, base) {
  const open = async (browser) => {
    const page = await browser.newPage();
    await page.setBypassCSP(true);
    await page.evaluateOnNewDocument(probe);
    await page.goto(`${base}/healthz`);
    await page.addScriptTag({ path: 'node_modules/livekit-client/dist/livekit-client.umd.js' });
    await page.evaluate(() => {
      document.body.innerHTML = '<button>Accept</button><video playsinline muted width="640" height="360"></video>';
      window.join = async (url, token) => {
        const room = (window.room = new window.LivekitClient.Room({ adaptiveStream: true, dynacast: true }));
        room.on('trackSubscribed', (track) => track.attach(track.kind === 'video' ? document.querySelector('video') : undefined));
        await room.connect(url, token);
        await room.localParticipant.enableCameraAndMicrophone();
      };
    });
    return page;
  };
  return { agent: await open(agentBrowser), customer: await open(customerBrowser) };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function bareCall({ customer, agent }, url, tokenFor, room) {
  await Promise.all([customer.bringToFront(), agent.bringToFront()]);
  await agent.evaluate((url, token) => window.join(url, token), url, await tokenFor(room, 'agent'));
  await customer.evaluate((url, token) => document.querySelector('button').addEventListener('click', () => void window.join(url, token), { once: true }), url, await tokenFor(room, 'customer'));
  await pause(700);
  await customer.evaluate(() => window.probe.arm());
  await customer.click('button');
  await customer.waitForFunction(() => window.probe.frame, { polling: 20, timeout: 20_000 });
  const times = await customer.evaluate(() => window.probe.times());
  await pause(1_000);
  for (const page of [customer, agent]) await page.evaluate(() => window.room.disconnect());
  await pause(1_000);
  return times;
}
