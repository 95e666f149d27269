import * as v from 'valibot';

/** Whether the system took the device, and whether a microphone gives nothing but silence. LiveKit tells the others only about mutes. */
const flaws = v.nullable(v.object({ interrupted: v.boolean(), silent: v.boolean() }));

/** What one side's backend sends the other's beside the media, over the call's own channel. */
export const peerMessage = v.object({
  flaws: v.optional(v.object({ microphone: flaws, camera: flaws })),
  /** A message of the key exchange, which validates it. */
  e2ee: v.optional(v.unknown()),
});

export type PeerMessage = v.InferOutput<typeof peerMessage>;
export type Flaws = NonNullable<PeerMessage['flaws']>;

export const noFlaws = { microphone: null, camera: null } satisfies Flaws;
