import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** Pages of ours run only what is ours, and the agent's page is shown in nobody's frame. */
const policy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:', 'blob:'],
  'media-src': ["'self'", 'blob:', 'mediastream:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'worker-src': ["'self'", 'blob:'],
  'frame-ancestors': ["'none'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'object-src': ["'none'"],
} as const;

/** @param clusters the addresses of the LiveKit clusters that our pages connect to */
export async function registerSecurity(app: FastifyInstance, clusters: readonly string[]): Promise<void> {
  // A page that is not let in asks over HTTP why.
  const connects = clusters.flatMap((url) => {
    const { protocol, host } = new URL(url);
    return [`${protocol}//${host}`, `${protocol.replace('ws', 'http')}//${host}`];
  });
  const directives = { ...policy, 'connect-src': [...new Set([...policy['connect-src'], ...connects])] };
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: mutable(directives) },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    // Only the proxy knows whether there is TLS: it sets this header where there is.
    strictTransportSecurity: false,
  });
  app.addHook('onSend', async (request, reply) => {
    // What one person is told, nobody's cache keeps. Asked of the route: an address can be written in many ways.
    if (request.routeOptions.url?.startsWith('/v1/')) reply.header('Cache-Control', 'no-store');
    reply.header('Permissions-Policy', 'camera=(self), microphone=(self), display-capture=(self), geolocation=()');
  });
}

const mutable = (directives: Readonly<Record<string, readonly string[]>>): Record<string, string[]> =>
  Object.fromEntries(Object.entries(directives).map(([name, values]) => [name, [...values]]));
