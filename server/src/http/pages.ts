import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { registerFrontPage } from './front-page.ts';
import { isChunk } from './kept-chunks.ts';

/** The demo's pages stand in it, and are named without it. */
const DEMO = 'shop';
/** The same folder under as many names as a page needs: some browsers remember an address from which a script did not come. */
const CHUNKS_AGAIN = /^chunks\d+\//;

export interface PagesOptions {
  readonly publicDir: string;
  /** Where chunks are found that an earlier version had. */
  readonly keptDir: string;
  /** Whether the site is configured that the demo's pages belong to: without it their chat would be refused. */
  readonly hasDemo: boolean;
}

/** The built pages and scripts: the demo's shop at `/`, the agent's page at `/agent`, and what other sites load. */
export async function registerPages(app: FastifyInstance, { publicDir, keptDir, hasDemo }: PagesOptions): Promise<void> {
  if (!hasDemo) registerFrontPage(app);
  // What the build left beside each text for browsers that take it compressed.
  await app.register(fastifyStatic, { root: publicDir, serve: false, cacheControl: false, preCompressed: true });
  const rootsOf = (name: string): readonly string[] => (isChunk(name) ? [publicDir, keptDir] : [publicDir]);
  const send = (reply: FastifyReply, names: readonly string[]): Promise<FastifyReply> =>
    sendFirst(reply, names.flatMap((name) => rootsOf(name).map((root) => ({ root, name }))));
  app.get('/agent', (_request, reply) => send(reply, ['agent/index.html']));
  app.get('/*', async (request, reply) => {
    const path = decoded(request.url.split('?')[0] ?? '/');
    if (path === null) return await reply.code(404).send({ error: { code: 'NOT_FOUND' } });
    const name = path.replace(/^\/+/, '').replace(CHUNKS_AGAIN, 'chunks/');
    const own = [name, `${name}/index.html`];
    if (!hasDemo) return await send(reply, name.split('/')[0]?.toLowerCase() === DEMO ? [] : own);
    const candidates = name === '' ? [`${DEMO}/index.html`] : [...own, `${DEMO}/${name}`, `${DEMO}/${name}.html`];
    return await send(reply, candidates);
  });
}

/** Null for anything but a plain path: no `..` out of the folder, and no hidden file. */
function decoded(path: string): string | null {
  try {
    const text = decodeURIComponent(path);
    return /(^|\/)\.|[\\\0]/.test(text) ? null : text.replace(/\/+$/, '') || '/';
  } catch {
    return null;
  }
}

async function sendFirst(reply: FastifyReply, candidates: readonly { readonly root: string; readonly name: string }[]): Promise<FastifyReply> {
  for (const { root, name } of candidates) {
    const found = await stat(join(root, name)).catch(() => null);
    if (!found?.isFile()) continue;
    reply.header('Cache-Control', isChunk(name) ? 'public, max-age=31536000, immutable' : 'no-cache');
    reply.header('Vary', 'Accept-Encoding');
    if (isForOthers(name)) {
      reply.header('Access-Control-Allow-Origin', '*');
      reply.header('Cross-Origin-Resource-Policy', 'cross-origin');
    }
    return await reply.sendFile(name, root);
  }
  return await reply.code(404).send({ error: { code: 'NOT_FOUND' } });
}

/** What a page of another origin loads. */
const isForOthers = (name: string): boolean => name.startsWith('chunks/') || (!name.includes('/') && /\.(js|map|css)$/.test(name));
