import type { ReconnectPolicy } from 'livekit-client';

/** So long LiveKit's client tries by itself, in milliseconds. The call's own timers decide what becomes of a call; they are shorter. */
const MOST_MS = 90_000;

/**
 * A call is between two people who wait: unlike LiveKit's own policy, tries never lie 7 s apart. Spread over half a second, so that the many calls
 * of a cluster that came back do not ask at once.
 */
export const retries: ReconnectPolicy = {
  nextRetryDelayInMs: ({ elapsedMs, retryCount }) => (elapsedMs > MOST_MS ? null : (retryCount && 300) + Math.random() * 500),
};
