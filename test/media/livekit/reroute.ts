/** Of a server's ways for media the port that a relay stands before, and the relay's own address and port, as candidates name them. */
export interface MediaRoute {
  readonly from: number;
  readonly to: string;
}

declare global {
  var mediaRoute: MediaRoute | null | undefined;
}

/**
 * Media by way of a relay that can be cut: of the addresses that a server tells this page's connections, the one that `mediaRoute` names is kept,
 * with the relay's. Runs in a page before its own scripts, so it refers to nothing outside of itself.
 */
export function rerouteMedia(): void {
  const rerouted = (candidate: string): string | null => {
    const { mediaRoute: route } = globalThis;
    if (!route) return candidate;
    const way = ` 127.0.0.1 ${route.from} typ`;
    return / udp /i.test(candidate) && candidate.includes(way) ? candidate.replace(way, ` ${route.to} typ`) : null;
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
