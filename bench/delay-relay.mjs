// Puts a round trip between a page and the server: every byte waits half of it each way, in order.
import { connect, createServer } from 'node:net';

/** @returns {Promise<{ port: number, close(): void }>} */
export function delayRelay(targetPort, roundTripMs, host = '127.0.0.1') {
  const sockets = new Set();
  const carry = (from, to) => {
    from.on('data', (data) => setTimeout(() => to.writable && to.write(data), roundTripMs / 2));
    from.on('end', () => setTimeout(() => to.end(), roundTripMs / 2));
    from.on('close', () => setTimeout(() => to.destroy(), roundTripMs / 2));
    from.on('error', () => undefined);
    from.setNoDelay(true);
    sockets.add(from);
  };
  const server = createServer((near) => {
    const far = connect(targetPort, host);
    carry(near, far);
    carry(far, near);
  });
  return new Promise((resolve) => {
    server.listen(0, host, () => {
      resolve({
        port: server.address().port,
        close() {
          server.close();
          for (const socket of sockets) socket.destroy();
        },
      });
    });
  });
}
