import * as v from 'valibot';

/** A `MediaGrant` for LiveKit, apart from the others: a page that never has such a call does not load it. */
export const livekitGrant = v.object({
  backend: v.literal('livekit'),
  url: v.string(),
  token: v.string(),
  e2ee: v.boolean(),
});

export type LiveKitGrant = v.InferOutput<typeof livekitGrant>;
