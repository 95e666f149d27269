/** What the side does that rings: it makes every offer. A customer's page never rings, and goes without. */
export interface Offers {
  /** Agrees upon sound and picture in the first offer, so that whatever is sent later is no new negotiation. `describe` says what was set. */
  begin(connection: RTCPeerConnection, tracks: readonly (MediaStreamTrack | undefined)[], streams: MediaStream[], describe: () => void): void;
  /** Looks for another path, or says again what may have been lost. */
  again(connection: RTCPeerConnection, describe: () => void): void;
}

export const offers: Offers = {
  begin(connection, [voice = 'audio', picture = 'video'], streams, describe) {
    connection.onnegotiationneeded = () => void connection.setLocalDescription().then(describe, () => undefined);
    for (const each of [voice, picture]) connection.addTransceiver(each, { streams });
  },
  again(connection, describe) {
    if (connection.signalingState === 'stable') connection.restartIce();
    else describe();
  },
};
