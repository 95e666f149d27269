import { once } from 'node:events';
import type { Browser, ConnectionTransport } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { WebSocket } from 'ws';
import { chromiumFlags, fakeDeviceFlags, findBrowser, soundAtOnce } from '../../../scripts/browsers.mjs';
import { attentive, viewport } from './house.ts';

/**
 * A Chromium as people have it: a page sounds only where it was pressed. Beside the flag that lets all others sound at once, puppeteer stands in the
 * way: whatever it evaluates it calls a person's gesture, which only a connection of one's own can take back.
 */
export async function openUnpressed(): Promise<Browser> {
  const args = [...chromiumFlags.filter((flag) => flag !== soundAtOnce), ...fakeDeviceFlags, ...attentive];
  const launched = await puppeteer.launch({ executablePath: findBrowser('chromium'), args });
  const socket = new WebSocket(launched.wsEndpoint(), { perMessageDeflate: false });
  await once(socket, 'open');
  const transport: ConnectionTransport = {
    send: (message) => socket.send(message.replaceAll('"userGesture":true', '"userGesture":false')),
    close: () => socket.close(),
  };
  socket.on('message', (data) => transport.onmessage?.((data as Buffer).toString()));
  socket.on('close', () => transport.onclose?.());
  return await puppeteer.connect({ transport, defaultViewport: viewport });
}
