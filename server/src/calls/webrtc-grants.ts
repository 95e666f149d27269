import { createHmac } from 'node:crypto';
import type { WebRtcGrant } from '../../../src/protocol/media-grant.ts';
import type { Config, Site } from '../config/schema.ts';
import type { GrantRequest, MediaGrants } from './media-grants.ts';

/** Peer to peer: the addresses of the relays, with credentials for this call alone. */
export class WebRtcGrants implements MediaGrants {
  readonly backend = 'webrtc';
  readonly #turn: Config['turn'];
  readonly #stun: readonly string[];

  constructor(config: Pick<Config, 'turn' | 'stun'>) {
    this.#turn = config.turn;
    this.#stun = config.stun;
  }

  /** Whether a call of this site may try once more over relay only. */
  canRelay(site: Site): boolean {
    return this.#turn !== undefined && !site.relayOnly;
  }

  grant({ call, participant, site, now }: GrantRequest): Promise<WebRtcGrant> {
    const iceServers: WebRtcGrant['iceServers'] = [];
    if (this.#stun.length > 0 && !site.relayOnly) iceServers.push({ urls: [...this.#stun] });
    if (this.#turn) {
      const expiry = Math.floor(now / 1_000) + this.#turn.ttl;
      iceServers.push({ urls: [...this.#turn.urls], ...turnCredential(this.#turn.secret, expiry, `${call.id}.${participant.role}`) });
    }
    return Promise.resolve({ backend: 'webrtc', iceServers, relayOnly: site.relayOnly });
  }

  examines(): boolean {
    return false;
  }

  doubts(): boolean {
    // Nobody but the two pages knows.
    return false;
  }

  changed(): void {
    // The pages find their way by themselves.
  }

  closed(): Promise<void> {
    // Nothing was opened: the credentials run out by themselves.
    return Promise.resolve();
  }
}

/**
 * A credential that coturn's `use-auth-secret` checks without asking us (draft-uberti-behave-turn-rest-00, section 2.2).
 *
 * @param expiry in seconds since the epoch
 */
export function turnCredential(secret: string, expiry: number, user: string): { readonly username: string; readonly credential: string } {
  const username = `${expiry}:${user}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
