// Free ports for servers that have to be told theirs before they start.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Ports on which nothing listens, neither TCP nor UDP. They lie below those that systems give to outgoing connections (from 32 768 on Linux,
 * from 49 152 elsewhere: RFC 6335, section 6), or any connection could take one between this answer and the server's start.
 * @param {number} count
 * @param {string} [host]
 * @returns {Promise<number[]>} No two the same.
 */
export async function freePorts(count, host = '127.0.0.1') {
  const found = new Set();
  for (let tries = 0; found.size < count; tries++) {
    if (tries > 100 * count) throw new Error(`found no ${count} free ports on ${host}`);
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if ((await isFree(createServer(), (server) => server.listen(port, host))) && (await isFree(createSocket('udp4'), (socket) => socket.bind(port, host)))) found.add(port);
  }
  return [...found];
}

async function isFree(probe, take) {
  take(probe);
  try {
    await once(probe, 'listening');
  } catch {
    return false;
  }
  probe.close();
  await once(probe, 'close');
  return true;
}
