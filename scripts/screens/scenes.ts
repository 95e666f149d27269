/** Runs in a page: what the drawn customers' side and the drawn console have in common. */
import type { CallRecord } from '../../src/protocol/call-record.ts';
import type { RoomParticipant, RoomSnapshot, RoomTrack } from '../../src/session/contracts/media-backend.ts';
import { drawPerson } from './people.ts';

declare global {
  interface Window {
    /** By name; each page draws its own kind. */
    states: Readonly<Record<string, unknown>>;
    draw(name: string): Promise<void>;
  }
}

const ja = document.documentElement.lang === 'ja';
export const say = (english: string, japanese: string): string => (ja ? japanese : english);

export const track = (id: string, change: Partial<RoomTrack> = {}): RoomTrack => ({ id, on: true, interrupted: false, silent: false, ...change });

export const someone = (id: string, change: Partial<RoomParticipant> = {}): RoomParticipant => ({
  id,
  self: false,
  speaking: false,
  quality: 'good',
  microphone: track(`${id}-microphone`),
  camera: null,
  screen: null,
  ...change,
});

/** Two people who hear each other, oneself first. */
export const roomOf = (self: RoomParticipant, other: RoomParticipant): RoomSnapshot => ({
  state: 'connected',
  participants: [{ ...self, self: true }, other],
  playback: 'allowed',
  devices: { microphone: 'microphone-1', camera: 'camera-1', speaker: 'speaker-1' },
});

const side = { choice: null, outcome: 'none', goneSince: null, leaving: false, tab: null, lease: 0, microphone: 'unasked', camera: 'unasked' } as const;

/** A call that rings since a moment ago. */
export const ringing = (agent: { readonly id: string; readonly name: string }, conversation: string, now: number): CallRecord => ({
  id: 'k1',
  conversation,
  rev: 1,
  initiator: agent.id,
  media: 'video',
  choices: ['audio', 'video'],
  backend: 'webrtc',
  relay: false,
  rangAgain: false,
  startedAt: now - 12_000,
  participants: [
    { ...side, id: agent.id, role: 'agent', name: agent.name },
    { ...side, id: 'me', role: 'customer' },
  ],
  state: { phase: 'ringing', deadline: now + 33_000 },
});

/** Shows somebody drawn where a call's picture would be, again and again: a player that comes late to a stream waits for its next picture. */
export function film(trackId: string, surface: HTMLVideoElement, { signal }: { readonly signal: AbortSignal }): void {
  const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
  const context = canvas.getContext('2d');
  if (!context) return;
  const paint = (): void => drawPerson(context, 0, trackId === 'agent-camera');
  paint();
  const timer = setInterval(paint, 100);
  signal.addEventListener('abort', () => clearInterval(timer));
  surface.srcObject = canvas.captureStream(20);
  surface.muted = true;
  void surface.play();
}

const deep = (root: ParentNode): Element[] => [...root.querySelectorAll('*')].flatMap((each) => [each, ...(each.shadowRoot ? deep(each.shadowRoot) : [])]);

/** The visible elements that a selector finds, through every shadow root. */
export const all = (selector: string): HTMLElement[] => (deep(document) as HTMLElement[]).filter((each) => each.matches(selector) && each.checkVisibility());

/** The first of them, once it is there: a part of the page may be on its way. */
export async function one(selector: string): Promise<HTMLElement> {
  for (let frames = 0; frames < 120; frames += 1) {
    const [found] = all(selector);
    if (found) return found;
    await frame();
  }
  throw new Error(`Nothing is ${selector}.`);
}

export async function press(selector: string): Promise<void> {
  (await one(selector)).click();
}

export const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);

/** Everything stands, and every picture shows something. */
export async function painted(): Promise<void> {
  await frame();
  await Promise.all((all('video') as HTMLVideoElement[]).map((video) => new Promise((resolve) => video.requestVideoFrameCallback(resolve))));
  await frame();
  await frame();
}
