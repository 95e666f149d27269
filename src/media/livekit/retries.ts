import type { ReconnectPolicy } from 'livekit-client';

/** How long LiveKit's client tries by itself, in milliseconds. The call's own timers, which are shorter, decide what becomes of a call. */
const MOST_MS = 90_000;

/**
 * Two people are waiting: attempts are never 7 s apart, as they are with LiveKit's own policy. They are spread over half a second, so that the many
 * calls of a cluster that comes back do not all ask at once.
 */
export const retries: ReconnectPolicy = {
  nextRetryDelayInMs: ({ elapsedMs, retryCount }) => (elapsedMs > MOST_MS ? null : (retryCount && 300) + Math.random() * 500),
};
