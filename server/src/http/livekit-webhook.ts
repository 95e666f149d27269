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

/** A participant's tracks and codecs are many words. */
const BODY_LIMIT = 131_072;

/**
 * LiveKit's own word of what happens in its rooms. It makes us look sooner, and is believed in nothing: what is the case we ask the cluster,
 * so that a word that comes late, twice, or from somebody who recorded it changes nothing.
 */
export function registerLiveKitWebhook(app: FastifyInstance, { clusters, look, heard }: LiveKitWebhookOptions): void {
  const receivers = Object.entries(clusters).map(([name, { key, secret = '' }]) => ({ name, receiver: new WebhookReceiver(key, secret) }));
  // What is signed is the body as it came.
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
