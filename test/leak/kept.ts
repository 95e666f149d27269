import type { Page } from 'puppeteer-core';
import { accessible } from '../browser/support/accessible.ts';
import { PATIENCE } from '../browser/support/person-page.ts';

/** What is costly to keep, and what keeps all else: one of them too many for each round is a leak. */
const kinds = [
  ...['RTCPeerConnection', 'RTCDataChannel', 'MediaStreamTrack', 'AudioContext', 'WebSocket', 'Worker', 'AbortController', 'Map', 'Set'],
  ...['chat-widget', 'chat-panel', 'call-prompt', 'call-controls', 'agent-conversation', 'agent-menu', 'agent-call-window'].map((tag) => `customElements.get('${tag}')`),
];

export type Kept = Readonly<Record<string, number>>;

/** How many of each kind the page still holds after a collection, garbage aside. */
export async function keptBy(page: Page): Promise<Kept> {
  const session = await page.createCDPSession();
  const kept: Record<string, number> = {};
  const group = { objectGroup: 'kept' };
  // What has a finalizer goes with the second.
  for (let collection = 0; collection < 3; collection += 1) await session.send('HeapProfiler.collectGarbage');
  for (const kind of kinds) {
    const { result } = await session.send('Runtime.evaluate', { expression: `(${kind})?.prototype`, ...group });
    if (result.objectId === undefined) continue;
    const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId, ...group });
    const count = await session.send('Runtime.callFunctionOn', { objectId: String(objects.objectId), functionDeclaration: 'function () { return this.length; }', returnByValue: true });
    kept[kind] = Number(count.result.value);
    await session.send('Runtime.releaseObjectGroup', group);
  }
  const { jsEventListeners } = await session.send('Memory.getDOMCounters');
  kept['event listeners'] = jsEventListeners;
  await session.detach();
  return kept;
}

/** Waits until nothing has grown with every second of so many rounds; says what has. A browser lets go of a closed connection only by and by. */
export async function grown(page: Page, before: Kept, rounds: number): Promise<string[]> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const now = await keptBy(page);
    const kinds = Object.entries(now).flatMap(([kind, count]) => (count - (before[kind] ?? 0) >= rounds / 2 ? [`${kind}: ${before[kind] ?? 0}, ${rounds} rounds later ${count}`] : []));
    if (kinds.length === 0 || Date.now() > deadline) return kinds;
  }
}

export const named = (role: string, name?: string): string => `(${accessible.toString()})(${JSON.stringify(role)}, ${JSON.stringify(name)})[0]`;

/** The row of the agent's list that holds these words. */
export const rowOf = (words: string): string => `(${accessible.toString()})('navigation', 'Conversations')[0]?.querySelectorAll('li button').values().find(({ innerText }) => innerText.includes(${JSON.stringify(words)}))`;

export async function there({ page }: { readonly page: Page }, found: string): Promise<void> {
  await page.waitForFunction(`${found} !== undefined`, { timeout: PATIENCE });
}

/** Presses by place: a driver's handle of an element would itself keep it. A picture that comes meanwhile moves what is below it: then once more. */
export async function pressAt({ page }: { readonly page: Page }, found: string): Promise<void> {
  await page.bringToFront();
  do {
    const place = await page.waitForFunction(`(${placeOfStill.toString()})(() => ${found})`, { timeout: PATIENCE });
    const { x, y } = (await place.jsonValue()) as { x: number; y: number };
    await place.dispose();
    await page.mouse.click(x, y);
  } while (await page.evaluate(`document.documentElement.matches('[data-missed]')`));
}

/** Runs in the page: the middle of what stands still, null as long as it moves or is not there. Until it is pressed, the page says that it was missed. */
async function placeOfStill(find: () => Element | undefined): Promise<{ x: number; y: number } | null> {
  const place = (): DOMRect | undefined => find()?.getBoundingClientRect();
  const before = JSON.stringify(place());
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const now = place();
  if (!now || JSON.stringify(now) !== before) return null;
  const page = document.documentElement;
  page.dataset['missed'] = '';
  find()?.addEventListener('click', () => delete page.dataset['missed'], { once: true });
  return { x: now.x + now.width / 2, y: now.y + now.height / 2 };
}
