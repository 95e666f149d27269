import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';
import { Refusal } from '../refusal.ts';
import type { AgentRoutesOptions } from './agent-routes.ts';
import { registerAgentRoutes } from './agent-routes.ts';
import type { LiveKitWebhookOptions } from './livekit-webhook.ts';
import { registerLiveKitWebhook } from './livekit-webhook.ts';
import type { PagesOptions } from './pages.ts';
import { registerPages } from './pages.ts';
import { registerSecurity } from './security.ts';

export interface AppOptions extends AgentRoutesOptions, PagesOptions {
  readonly livekit: LiveKitWebhookOptions;
  readonly metrics: Metrics;
  /** Whether this server should be given new work. */
  readonly isReady: () => Promise<boolean>;
}

const BODY_LIMIT = 16_384;
/** How long a request may take to come in whole, in milliseconds. */
const REQUEST_TIMEOUT = 15_000;

export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    trustProxy: options.trustProxy,
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    logger: false,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const status = error instanceof Refusal ? 503 : (error.statusCode ?? 500);
    if (status >= 500) options.logger.error({ err: error, req: { method: request.method, url: request.url } }, 'request failed');
    const code = status >= 500 ? (error instanceof Refusal ? error.code : 'INTERNAL') : status === 429 ? 'RATE_LIMITED' : 'INVALID_PARAMS';
    void reply.code(status).send({ error: { code } });
  });
  await registerSecurity(app, Object.values(options.livekit.clusters).map(({ url }) => url));

  app.get('/healthz', () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const ready = await options.isReady();
    return await reply.code(ready ? 200 : 503).send({ ok: ready });
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request)) return await reply.code(404).send({ error: { code: 'NOT_FOUND' } });
    return await reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
  });

  await app.register((scope) => registerAgentRoutes(scope, options));
  await app.register((scope, _, done) => {
    registerLiveKitWebhook(scope, options.livekit);
    done();
  });
  await registerPages(app, options);
  return app;
}

/** Asked on this very machine, and not through a proxy that runs on it. */
const isLocal = ({ socket, headers }: FastifyRequest): boolean =>
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined &&
  ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(socket.remoteAddress ?? '');
