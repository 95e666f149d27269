// Ways to a server that a test can cut, as networks are: for a server's signalling, and for its media.
import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * A way to that port that can be cut: what is open ends without a goodbye, and nothing new gets through. `said` may change what a connection
 * begins with.
 */
export async function tcpRelay(port, said = (head) => head) {
  const open = new Set();
  let isCut = false;
  const relay = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(port, '127.0.0.1');
    near.once('data', (head) => {
      far.write(said(head.toString('latin1')), 'latin1');
      near.pipe(far);
    });
    far.pipe(near);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.on('error', () => undefined).on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise((resolve) => relay.listen(0, '127.0.0.1', resolve));
  return {
    port: relay.address().port,
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mend: () => (isCut = false),
    close() {
      for (const socket of open) socket.destroy();
      relay.close();
    },
  };
}

/**
 * A way to a server's media: to its port for packets, and to the one for connections, which LiveKit falls back to, and for so long offers nothing else,
 * once packets did not get through. Cut, everything is lost without a word. At the machine's own address where it has one: Firefox makes no
 * pair of that, from where it sends, and a loopback address.
 */
export async function mediaRelay({ udp, tcp }) {
  const host = Object.values(networkInterfaces()).flat().find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
  const ways = [
    { protocol: 'udp', from: udp, relay: await packetRelay(udp, host) },
    { protocol: 'tcp', from: tcp, relay: await silentRelay(tcp, host) },
  ];
  const all = (what) => () => {
    for (const { relay } of ways) relay[what]();
  };
  return {
    routes: ways.map(({ protocol, from, relay }) => ({ protocol, from, to: `${host} ${relay.port}` })),
    cut: all('cut'),
    mend: all('mend'),
    close: all('close'),
  };
}

/** A way to that port for packets, at `host`. Cut, they are lost without a word. Each sender has a way back of its own. */
export async function packetRelay(port, host, target = '127.0.0.1') {
  const ways = new Map();
  let isCut = false;
  const relay = createSocket('udp4');
  relay.on('message', (packet, { port: from, address }) => {
    let far = ways.get(from);
    if (far === undefined) {
      far = createSocket('udp4');
      far.on('message', (answer) => isCut || relay.send(answer, from, address));
      far.on('error', () => undefined);
      ways.set(from, far);
    }
    if (!isCut) far.send(packet, port, target);
  });
  relay.on('error', () => undefined);
  await new Promise((resolve) => relay.bind(0, host, resolve));
  return {
    port: relay.address().port,
    cut: () => (isCut = true),
    mend: () => (isCut = false),
    close() {
      relay.close();
      for (const far of ways.values()) far.close();
    },
  };
}

/** Connections through it stay as they are when it is cut, and nothing flows; new ones are taken, and wait. */
async function silentRelay(port, host) {
  const open = new Set();
  let isCut = false;
  const flow = (socket) => (isCut ? socket.pause() : socket.resume());
  const relay = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.on('data', (data) => other.write(data));
      one.on('error', () => undefined).on('close', () => {
        open.delete(one);
        other.destroy();
      });
      flow(one);
    }
  });
  await new Promise((resolve) => relay.listen(0, host, resolve));
  const setCut = (cut) => {
    isCut = cut;
    open.forEach(flow);
  };
  return {
    port: relay.address().port,
    cut: () => setCut(true),
    mend: () => setCut(false),
    close() {
      for (const socket of open) socket.destroy();
      relay.close();
    },
  };
}
