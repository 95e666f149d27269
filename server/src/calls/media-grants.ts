import type { CallParticipant, CallRecord } from '../../../src/protocol/call-record.ts';
import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import type { Site } from '../config/schema.ts';

export interface GrantRequest {
  readonly call: CallRecord;
  readonly participant: CallParticipant;
  readonly site: Site;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The server's side of one media backend: what lets the holder of a lease carry media, and nobody else. */
export interface MediaGrants {
  /** The name that clients load the backend by. */
  readonly backend: string;
  /** Whether a call of this site may try once more over relay only. */
  canRelay(site: Site): boolean;
  /** Asked only for the holder of the participant's lease. Local work: a network is never waited for here. */
  grant(request: GrantRequest): Promise<MediaGrant>;
  /** The call is over, by whatever path. */
  closed(call: CallRecord): void;
}

/** The backends that are configured, and which of them a site's next call uses. */
export class MediaBackends {
  readonly #byName: ReadonlyMap<string, MediaGrants>;
  readonly #choose: (site: Site) => MediaGrants;

  constructor(backends: readonly MediaGrants[], choose: (site: Site) => MediaGrants) {
    this.#byName = new Map(backends.map((each) => [each.backend, each]));
    this.#choose = choose;
  }

  for(site: Site): MediaGrants {
    return this.#choose(site);
  }

  /** The backend that a call began with; undefined where the configuration no longer has it. */
  of(call: CallRecord): MediaGrants | undefined {
    return this.#byName.get(call.backend);
  }
}
