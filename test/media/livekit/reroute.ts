import type { MediaRoute } from '../../../scripts/relays.mjs';

declare global {
  var mediaRoutes: readonly MediaRoute[] | null | undefined;
}

/**
 * Media by way of a relay that can be cut: of the addresses that a server tells this page's connections, those that `mediaRoutes` names are kept,
 * with the relay's. Runs in a page before its own scripts, so it refers to nothing outside of itself.
 */
export function rerouteMedia(): void {
  const rerouted = (candidate: string): string | null => {
    const { mediaRoutes: routes } = globalThis;
    if (!routes) return candidate;
    for (const { protocol, from, to } of routes) {
      const way = ` 127.0.0.1 ${from} typ`;
      if (candidate.toLowerCase().includes(` ${protocol} `) && candidate.includes(way)) return candidate.replace(way, ` ${to} typ`);
    }
    return null;
  };
  globalThis.RTCPeerConnection = class extends globalThis.RTCPeerConnection {
    override async addIceCandidate(candidate?: RTCIceCandidateInit | null): Promise<void> {
      const by = candidate?.candidate ? rerouted(candidate.candidate) : '';
      if (by !== null) await super.addIceCandidate(candidate && { ...candidate, candidate: by });
    }
    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const lines = description.sdp?.split('\r\n').flatMap((line) => (line.startsWith('a=candidate:') ? (rerouted(line) ?? []) : line));
      await super.setRemoteDescription({ type: description.type, sdp: lines?.join('\r\n') ?? '' });
    }
  };
}
