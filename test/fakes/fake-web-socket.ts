import { settled } from './fake-environment.ts';

interface Frame {
  readonly id?: number;
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** The other end of one socket, which a test plays. */
export class FakeSocket {
  readonly url: string;
  readonly protocol: string;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  /** What the page sent. */
  readonly frames: Frame[] = [];
  /** Whether the page closed it. */
  closed = false;

  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
  }

  send(data: string): void {
    this.frames.push(JSON.parse(data) as Frame);
  }

  close(): void {
    this.closed = true;
  }

  get last(): Frame {
    const last = this.frames.at(-1);
    if (!last) throw new Error('nothing was sent');
    return last;
  }

  /** The connection stands: the page says hello. */
  async accept(): Promise<Frame> {
    await settled();
    this.onopen?.();
    await settled();
    return this.last;
  }

  async say(frame: object | string): Promise<void> {
    this.onmessage?.({ data: typeof frame === 'string' ? frame : JSON.stringify({ jsonrpc: '2.0', ...frame }) });
    await settled();
  }

  answer(result: unknown, id = this.last.id): Promise<void> {
    return this.say({ id, result });
  }

  refuse(code: string, permanent: boolean, id: number | null = this.last.id ?? null): Promise<void> {
    return this.say({ id, error: { code: -32_000, message: code, data: { code, permanent } } });
  }

  /** The other end or the network closes it. */
  async drop(code = 1006): Promise<void> {
    this.onclose?.({ code });
    await settled();
  }
}

/** A `WebSocket` constructor whose sockets the test holds. */
export function fakeWebSocket(): { readonly WebSocket: typeof WebSocket; readonly sockets: readonly FakeSocket[]; readonly socket: () => FakeSocket } {
  const sockets: FakeSocket[] = [];
  class Constructed extends FakeSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      sockets.push(this);
    }
  }
  const socket = () => {
    const last = sockets.at(-1);
    if (!last) throw new Error('no socket was opened');
    return last;
  };
  return { WebSocket: Constructed as unknown as typeof WebSocket, sockets, socket };
}
