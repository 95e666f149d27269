import type { FastifyInstance } from 'fastify';
import { WebhookReceiver } from 'livekit-server-sdk';
import { callOfRoom } from '../calls/livekit/call-rooms.ts';
import type { Cluster } from '../config/schema.ts';

export interface LiveKitWebhookOptions {
  readonly clusters: Readonly<Record<string, Cluster>>;
  /** Asks LiveKit how a call's room stands. */
  readonly look: (call: string) => void;
  /** A cluster's word was its own. */
  readonly heard: (cluster: string) => void;
}

/** An event lists a participant's tracks and codecs, which takes room. */
const BODY_LIMIT = 131_072;

/**
 * LiveKit's webhook for events in its rooms. An event only makes us look sooner; the state itself is always read from the cluster, so that an
 * event that is late, repeated or replayed changes nothing.
 */
export function registerLiveKitWebhook(app: FastifyInstance, { clusters, look, heard }: LiveKitWebhookOptions): void {
  const receivers = Object.entries(clusters).map(([name, { key, secret = '' }]) => ({ name, receiver: new WebhookReceiver(key, secret) }));
  // The signature covers the raw body.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post('/v1/livekit/webhook', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : '';
    const { authorization } = request.headers;
    for (const { name, receiver } of receivers) {
      const event = await receiver.receive(body, authorization).catch(() => null);
      if (!event) continue;
      heard(name);
      const call = callOfRoom(event.room?.name ?? '');
      if (call !== null) look(call);
      return {};
    }
    return await reply.code(401).send({ error: { code: 'TOKEN_INVALID' } });
  });
}
