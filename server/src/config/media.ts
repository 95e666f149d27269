import type { Cluster, Config, Site } from './schema.ts';

/** What may carry a site's calls. */
export interface MediaPlan {
  /** The clusters that are allowed, the preferred one first. */
  readonly clusters: readonly string[];
  /** Whether a call may ever go from peer to peer. */
  readonly peerToPeer: boolean;
}

/** The part of the configuration that plans are made from. */
type Clusters = Readonly<Record<string, Pick<Cluster, 'region'>>>;

export function mediaPlanOf(site: Site, clusters: Clusters): MediaPlan {
  if (site.media === 'webrtc') return { clusters: [], peerToPeer: true };
  const allowed = Object.keys(clusters).filter(
    (name) => (site.cluster ?? name) === name && (site.mediaRegion ?? clusters[name]?.region) === clusters[name]?.region,
  );
  // Which way a peer-to-peer call takes is unknown, so that it could leave the region; and it has no words to compare, as a call with e2ee has.
  const bound = site.mediaRegion !== undefined || site.e2ee;
  return { clusters: allowed, peerToPeer: site.media === 'auto' && !bound };
}

/** The first contradiction between sites and clusters, in one line; null where there is none. */
export function mediaContradictionIn({ sites, livekit, turn }: Config): string | null {
  for (const [index, site] of sites.entries()) {
    if (site.calling === 'none') continue;
    const wrong = contradictionOf(site, livekit, turn !== undefined);
    if (wrong) return `sites.${index}.${wrong}`;
  }
  return null;
}

function contradictionOf(site: Site, clusters: Clusters, hasTurn: boolean): string | null {
  const { media, mediaRegion, cluster, e2ee, relayOnly } = site;
  const names = Object.keys(clusters);
  const listed = (values: readonly string[]): string => values.map((each) => `"${each}"`).join(', ');
  const noLiveKit = 'only with LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET, or "livekit"';
  // The environment's cluster has none: its three variables are no cure.
  const noRegion = 'only with a cluster of "livekit" that names its region';

  if (media === 'livekit' && names.length === 0) return `media is "livekit", allowed: ${noLiveKit}`;
  if (cluster !== undefined && !names.includes(cluster)) return `cluster is "${cluster}", allowed: ${listed(names) || noLiveKit}`;
  if (mediaRegion !== undefined) {
    const inside = names.filter((name) => clusters[name]?.region === mediaRegion);
    const regions = [...new Set(names.flatMap((name) => clusters[name]?.region ?? []))];
    if (media === 'webrtc') return `media is "webrtc", allowed: "livekit", "auto" where mediaRegion is set: nobody knows the way that peer to peer takes`;
    if (inside.length === 0) return `mediaRegion is "${mediaRegion}", allowed: ${regions.length > 0 ? `a region that a cluster serves: ${listed(regions)}` : noRegion}`;
    if (cluster !== undefined && !inside.includes(cluster)) return `cluster is "${cluster}", allowed: one of mediaRegion "${mediaRegion}": ${listed(inside)}`;
  }
  if (e2ee && media === 'webrtc') return 'e2ee is true, allowed: with "livekit", "auto": peer to peer is encrypted from end to end by itself';
  if (e2ee && names.length === 0) return `e2ee is true, allowed: ${noLiveKit}`;
  const { peerToPeer } = mediaPlanOf(site, clusters);
  return relayOnly && peerToPeer && !hasTurn ? 'relayOnly is true, allowed: only with TURN_URL and TURN_SECRET, or "turn"' : null;
}
