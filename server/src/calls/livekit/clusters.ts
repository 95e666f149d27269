import type { CallCommand } from '../../../../src/protocol/call-rules.ts';
import type { Clock } from '../../clock.ts';
import type { Cluster } from '../../config/schema.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import type { LiveCalls } from '../live-calls.ts';
import { ClusterClient } from './cluster-client.ts';
import { ClusterRooms } from './cluster-rooms.ts';

export interface ClustersOptions {
  readonly clusters: Readonly<Record<string, Cluster>>;
  readonly live: LiveCalls;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
}

export interface ClusterWords {
  /** Applies to a call what LiveKit reports. */
  readonly say: (call: string, command: CallCommand) => void;
  /** A call's room is gone. */
  readonly closed: (call: string) => void;
}

/** The configured clusters by name. `hear` is called only once there are calls. */
export function clustersOf({ clusters, live, clock, logger, metrics, signal }: ClustersOptions, hear: ClusterWords): ReadonlyMap<string, ClusterRooms> {
  const rooms = new Map(
    Object.entries(clusters).map(([name, cluster]) => [
      name,
      new ClusterRooms({
        name,
        client: new ClusterClient(cluster),
        clock,
        logger,
        recordOf: (call) => live.get(call),
        say: hear.say,
        onClosed: hear.closed,
        onFailure: () => metrics.clusterFailures.inc({ cluster: name }),
        signal,
      }),
    ]),
  );
  metrics.clusterGauge('warmline_livekit_up', 'Whether a LiveKit cluster answers and takes our key', () =>
    [...rooms].map(([name, { trouble }]) => [name, trouble === null ? 1 : 0]),
  );
  metrics.clusterGauge('warmline_livekit_rooms', 'Calls that have a room on a LiveKit cluster', () => [...rooms].map(([name, { size }]) => [name, size]));
  for (const cluster of rooms.keys()) for (const counter of [metrics.clusterFailures, metrics.webhooks]) counter.inc({ cluster }, 0);
  return rooms;
}
