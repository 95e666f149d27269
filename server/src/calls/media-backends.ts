import type { CallRecord, CallSide } from '../../../src/protocol/call-record.ts';
import type { CallCommand } from '../../../src/protocol/call-rules.ts';
import { isLive } from '../../../src/protocol/call-rules.ts';
import type { MediaGrant } from '../../../src/protocol/media-grant.ts';
import type { MediaPlan } from '../config/media.ts';
import { mediaPlanOf } from '../config/media.ts';
import type { Cluster, Site } from '../config/schema.ts';
import type { Work } from '../conversations/work.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Refusal } from '../refusal.ts';
import { roomOf } from './livekit/call-rooms.ts';
import type { LiveKitGrants } from './livekit/livekit-grants.ts';
import type { GrantRequest, MediaGrants } from './media-grants.ts';
import type { WebRtcGrants } from './webrtc-grants.ts';

/** What carries a site's next call. */
export interface MediaChoice {
  readonly backend: string;
  /** Which of the backend's clusters; null where it has none. */
  readonly cluster: string | null;
  readonly fallback: boolean;
  readonly relay: boolean;
  /** The cluster that would have carried it, and why it cannot; null where nothing was passed over. */
  readonly instead: { readonly cluster: string; readonly reason: string } | null;
}

export interface MediaBackendsOptions {
  readonly webrtc: WebRtcGrants;
  readonly livekit: LiveKitGrants;
  readonly sites: ReadonlyMap<string, Site>;
  readonly clusters: Readonly<Record<string, Cluster>>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What may carry a site's calls, what carries each, and what becomes of it when the call moves on. */
export class MediaBackends {
  readonly #options: MediaBackendsOptions;
  readonly #byName: ReadonlyMap<string, MediaGrants>;
  readonly #plans: ReadonlyMap<string, MediaPlan>;

  constructor(options: MediaBackendsOptions) {
    this.#options = options;
    this.#byName = new Map([options.webrtc, options.livekit].map((each: MediaGrants) => [each.backend, each]));
    this.#plans = new Map([...options.sites.values()].map((site) => [site.id, mediaPlanOf(site, options.clusters)]));
  }

  /** From what is known of the clusters already: nothing is asked, and nothing waited for. */
  choose(site: Site): MediaChoice {
    const { webrtc, livekit } = this.#options;
    const plan = this.#planOf(site.id);
    const cluster = livekit.clusterFor(plan);
    const peerToPeer = { backend: webrtc.backend, cluster: null, fallback: false, relay: webrtc.canRelay(site), instead: null };
    if (!cluster) return peerToPeer;
    const { name, trouble } = cluster;
    if (trouble !== null && plan.peerToPeer) return { ...peerToPeer, instead: { cluster: name, reason: trouble } };
    // LiveKit tries every way to itself within one try, its own relay too: a second one is for peer to peer.
    return { backend: livekit.backend, cluster: name, fallback: plan.peerToPeer, relay: plan.peerToPeer && webrtc.canRelay(site), instead: null };
  }

  /** A call begins with what was chosen. */
  async begin(work: Work, call: CallRecord, site: Site, { cluster, instead }: MediaChoice): Promise<void> {
    if (cluster !== null) await this.#options.livekit.begin(work, call, cluster, site);
    if (instead) work.after(() => this.#fellBack(call, instead));
  }

  /** A call has changed. What follows from that outside of the store happens once it is stored. */
  async changed(work: Work, before: CallRecord, after: CallRecord, command: CallCommand['type']): Promise<void> {
    const backend = this.#byName.get(before.backend);
    work.after(() => backend?.changed(before, after));
    if (before.backend !== after.backend) {
      const cluster = (await roomOf(work.db, before.id))?.cluster ?? '';
      work.after(() => this.#fellBack(before, { cluster, reason: command === 'tick' ? 'timeout' : 'media-lost' }));
    }
    if (before.backend !== after.backend || !isLive(after)) await backend?.closed(work, before);
  }

  /** Never beyond what the site may use today, whatever the call began with. */
  async grant(request: Omit<GrantRequest, 'plan'>): Promise<MediaGrant> {
    const { call, site } = request;
    const plan = this.#planOf(site.id);
    const backend = this.#byName.get(call.backend);
    if (!backend || (backend === this.#options.webrtc && !plan.peerToPeer)) throw new Refusal('CALLING_OFF');
    return await backend.grant({ ...request, plan });
  }

  doubts(call: CallRecord, side: CallSide): boolean {
    return this.#byName.get(call.backend)?.doubts(call, side) ?? false;
  }

  examines(call: CallRecord, side: CallSide): boolean {
    return this.#byName.get(call.backend)?.examines(call, side) ?? false;
  }

  #planOf(site: string): MediaPlan {
    return this.#plans.get(site) ?? { clusters: [], peerToPeer: false };
  }

  #fellBack({ id: call }: CallRecord, { cluster, reason }: { readonly cluster: string; readonly reason: string }): void {
    this.#options.logger.warn({ call, cluster, reason }, 'a call goes from peer to peer instead of through LiveKit');
    this.#options.metrics.fallbacks.inc({ cluster, reason });
  }
}
