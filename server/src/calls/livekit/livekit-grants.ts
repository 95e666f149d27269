import type { CallRecord, CallSide } from '../../../../src/protocol/call-record.ts';
import { participantOf } from '../../../../src/protocol/call-record.ts';
import type { LiveKitGrant } from '../../../../src/protocol/livekit-grant.ts';
import type { Site } from '../../config/schema.ts';
import type { MediaPlan } from '../../config/media.ts';
import type { Work } from '../../conversations/work.ts';
import type { Logger } from '../../logging/logger.ts';
import { Refusal } from '../../refusal.ts';
import type { GrantRequest, MediaGrants } from '../media-grants.ts';
import { findCall, recordOf } from '../call-rows.ts';
import type { CallRoomRow } from './call-rooms.ts';
import { addRoom, allRooms, roomNameOf, roomOf } from './call-rooms.ts';
import type { ClusterRooms, ClusterState } from './cluster-rooms.ts';

/** Through an SFU: a room for each call, a token for each holder of a lease. */
export class LiveKitGrants implements MediaGrants {
  readonly backend = 'livekit';
  readonly #clusters: ReadonlyMap<string, ClusterRooms>;
  readonly #logger: Logger;

  constructor(clusters: ReadonlyMap<string, ClusterRooms>, logger: Logger) {
    this.#clusters = clusters;
    this.#logger = logger;
  }

  /** The cluster for a site's next call: the first that is up, or the first of all where none is; null where there is none. */
  clusterFor({ clusters }: MediaPlan): { readonly name: string; readonly trouble: ClusterState } | null {
    const known = clusters.map((name) => ({ name, trouble: this.#clusters.get(name)?.trouble ?? null }));
    return known.find(({ trouble }) => trouble === null) ?? known[0] ?? null;
  }

  /** Stored with the call: a room that was ever opened is closed in the end, whatever happens to this server meanwhile. */
  async begin(work: Work, { id: call }: CallRecord, cluster: string, { id: site, roomSize }: Site): Promise<void> {
    const row: CallRoomRow = { call, site, cluster, size: roomSize };
    await addRoom(work.db, row);
    // The agent's page goes in while it rings: the room must be there before it.
    work.after(() => this.#clusters.get(cluster)?.open(row));
  }

  async grant({ db, call, participant, site, plan }: GrantRequest): Promise<LiveKitGrant> {
    const row = await roomOf(db, call.id);
    const cluster = row && this.#clusters.get(row.cluster);
    // The configuration may have changed while the call ran.
    if (!cluster || !plan.clusters.includes(row.cluster)) throw new Refusal('CALLING_OFF');
    const { client } = cluster;
    const token = await client.token({ room: roomNameOf(call.id), size: row.size, participant, video: site.calling === 'voice-and-video' });
    return { backend: 'livekit', url: client.url, token, e2ee: site.e2ee };
  }

  doubts(call: CallRecord, side: CallSide): boolean {
    const cluster = this.#clusterOf(call.id);
    if (!cluster?.doubts(call.id, side)) return false;
    cluster.look(call.id);
    return true;
  }

  examines(call: CallRecord, side: CallSide): boolean {
    return this.#clusterOf(call.id)?.examine(call.id, side) ?? false;
  }

  changed(before: CallRecord, after: CallRecord): void {
    if (after.state.phase === 'connecting' && before.state.phase !== 'connecting') this.#clusterOf(after.id)?.look(after.id);
    const back = after.participants.some(({ role, lease }) => lease !== participantOf(before, role)?.lease);
    if (back) this.#clusterOf(after.id)?.look(after.id);
  }

  async closed(work: Work, { id }: CallRecord): Promise<void> {
    const row = await roomOf(work.db, id);
    if (row) work.after(() => this.#clusters.get(row.cluster)?.close(row));
  }

  /** Somebody told of a change in a call's room: LiveKit is asked whether it is so. */
  look(call: string): void {
    this.#clusterOf(call)?.look(call);
  }

  /** After a start of the server: takes up the rooms of calls that go on, and closes those of calls that ended meanwhile. */
  async restore(work: Work): Promise<void> {
    for (const row of await allRooms(work.db)) {
      const cluster = this.#clusters.get(row.cluster);
      const call = await findCall(work.db, row.call);
      const live = call?.live === 1 && recordOf(call).backend === this.backend;
      if (!cluster) this.#logger.warn({ call: row.call, cluster: row.cluster }, 'a room is left on a LiveKit cluster that is not configured any more');
      work.after(() => (live ? cluster?.open(row) : cluster?.close(row)));
    }
  }

  #clusterOf(call: string): ClusterRooms | undefined {
    return [...this.#clusters.values()].find((each) => each.has(call));
  }
}
