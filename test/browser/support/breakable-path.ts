import type { Page } from 'puppeteer-core';
import type { Relay } from '../../../scripts/relays.mjs';
import { packetRelay } from '../../../scripts/relays.mjs';

declare global {
  interface Window {
    /** Of a relay that passes on to there, where the path is not broken. */
    portOfWay(address: string, port: number): Promise<number>;
  }
}

/** The path between two browsers that call each other directly: whatever either sends goes by a relay, which can lose it all without a word. */
export class BreakablePath implements Disposable {
  readonly #ways = new Map<string, Promise<Relay>>();
  readonly #lost: Promise<Relay>[] = [];
  #isCut = false;

  /** For every page that is to go by it, before it goes anywhere. */
  readonly prepare = async (page: Page): Promise<void> => {
    await page.exposeFunction('portOfWay', async (address: string, port: number) => (await this.#wayTo(address, port)).port);
    await page.evaluateOnNewDocument(byWays);
  };

  async cut(): Promise<void> {
    this.#isCut = true;
    for (const way of this.#ways.values()) (await way).cut();
  }

  async mend(): Promise<void> {
    this.#isCut = false;
    for (const way of this.#ways.values()) (await way).mend();
  }

  /** As with another network: every address so far is lost for good, and new ones are found. */
  async change(): Promise<void> {
    await this.cut();
    this.#isCut = false;
    this.#lost.push(...this.#ways.values());
    this.#ways.clear();
  }

  [Symbol.dispose](): void {
    for (const way of [...this.#lost, ...this.#ways.values()]) void way.then((relay) => relay.close());
  }

  #wayTo(address: string, port: number): Promise<Relay> {
    const key = `${address} ${port}`;
    // At the same address: a browser makes no pair of one that it is not on itself.
    const way = this.#ways.get(key) ?? packetRelay(port, address, address);
    this.#ways.set(key, way);
    return way.then((relay) => {
      if (this.#isCut) relay.cut();
      return relay;
    });
  }
}

/** Runs in a page before its own scripts: of the addresses that the other side tells, those that can be relayed, with the relay's port. */
function byWays(): void {
  const rerouted = async (candidate: string): Promise<string | null> => {
    const [, before, address = '', port, after] = /^(.* udp \d+ )(\d+\.\d+\.\d+\.\d+) (\d+)( typ host.*)$/i.exec(candidate) ?? [];
    return before === undefined ? null : `${before}${address} ${await window.portOfWay(address, Number(port))}${String(after)}`;
  };
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    override async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      const by = candidate?.candidate ? await rerouted(candidate.candidate) : '';
      if (by !== null) await super.addIceCandidate(candidate && { ...candidate, candidate: by });
    }
    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const lines = await Promise.all((description.sdp ?? '').split('\r\n').map(async (line) => (line.startsWith('a=candidate:') ? await rerouted(line) : line)));
      await super.setRemoteDescription({ type: description.type, sdp: lines.filter((line) => line !== null).join('\r\n') });
    }
  };
}
