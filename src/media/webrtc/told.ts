import * as v from 'valibot';

/** One word over the call's signal channel, from one end of a connection to the other. A word that says nothing else asks for an offer. */
export interface Word {
  readonly from: string;
  /** Empty as long as nothing was heard of the other end. */
  readonly to: string;
  readonly description?: RTCSessionDescriptionInit | null;
  /** With a description, what its side tells of itself: over the connection it would come after the first picture. */
  readonly self?: unknown;
  readonly candidate?: RTCIceCandidateInit;
  readonly bye?: boolean;
}

const track = v.nullable(v.object({ id: v.string(), on: v.boolean(), interrupted: v.boolean(), silent: v.boolean() }));

/** What a side tells of itself: the truth of mute and camera, which packets alone do not tell, and how well it hears the other. */
export const told = v.object({
  quality: v.picklist(['unknown', 'good', 'fair', 'poor', 'lost']),
  microphone: track,
  camera: track,
  screen: track,
});

export type Told = v.InferOutput<typeof told>;

export const nothingTold: Told = { quality: 'unknown', microphone: null, camera: null, screen: null };
