import * as v from 'valibot';

/** What lets the holder of a call's lease carry media: made for one call and one person, short-lived, never logged. Each backend reads its own. */
export const mediaGrant = v.custom<{ readonly backend: string; readonly [detail: string]: unknown }>(
  (grant) => typeof (Object(grant) as { readonly backend?: unknown }).backend === 'string',
);
export const granted = v.object({ grant: mediaGrant });

export const webrtcGrant = v.object({
  backend: v.literal('webrtc'),
  /** As `RTCIceServer` takes them; TURN credentials are time-limited (coturn's shared-secret scheme). */
  iceServers: v.array(
    v.object({ urls: v.array(v.string()), username: v.optional(v.string()), credential: v.optional(v.string()) }),
  ),
  /** Only relayed paths, so that neither side learns the other's address. */
  relayOnly: v.boolean(),
});

export type MediaGrant = v.InferOutput<typeof mediaGrant>;
export type WebRtcGrant = v.InferOutput<typeof webrtcGrant>;
