import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'node:test';
import type { ConfigInput } from '../../src/config/schema.ts';
import type { Server, ServerOptions } from '../../src/server.ts';
import { createServer } from '../../src/server.ts';

/** A data folder of the test's own, gone after it. */
export function dataDir(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'warmline-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Pages and scripts of which there are none: the real ones would be copied to every test's folder. */
const publicDir = fileURLToPath(new URL('.', import.meta.url));

/** A server on a free port with a real database file, closed after the test, and before its folder goes. */
export async function serve(t: TestContext, options: Partial<ServerOptions> = {}): Promise<Server> {
  let server: Server | null = null;
  t.after(() => server?.close());
  server = await createServer({ dataDir: options.dataDir ?? dataDir(t), publicDir, ...options });
  return server;
}

export const password = 'correct horse battery';
export const people = {
  ann: { email: 'ann@warmline.example', password },
  bob: { email: 'bob@warmline.example', password },
  sue: { email: 'sue@warmline.example', password },
} as const;

/** The same password, hashed so cheaply that a test does not wait for it. */
const passwordHash = 'scrypt$1024$8$1$MDEyMzQ1Njc4OWFiY2RlZg$xXt6EAFzAOlee5Hgl8R5-kLA6sDARjRcMGtm6fZJsa8';
const login = ({ email }: { readonly email: string }) => ({ email, passwordHash });

/** One site and three people; a site's or a person's details can be changed by the test. */
export const config = (site: Record<string, unknown> = {}, more: Record<string, unknown> = {}): ConfigInput =>
  ({
    sites: [{ id: 'demo', name: 'Demo', origins: ['https://shop.example'], ownOrigin: true, calling: 'voice-and-video', ...site }],
    agents: [
      { id: 'ann', name: 'Ann', ...login(people.ann) },
      { id: 'bob', name: 'Bob', ...login(people.bob) },
      { id: 'sue', name: 'Sue', role: 'supervisor', ...login(people.sue) },
    ],
    limits: { messagesBurst: 1000, signInsPerMinute: 500 },
    ...more,
  });
