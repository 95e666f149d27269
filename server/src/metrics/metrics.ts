import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What an operator watches; the names are described in docs/deployment.md. */
export class Metrics {
  readonly registry = new Registry();
  readonly sockets = new Gauge({ name: 'warmline_sockets', help: 'Open sockets', registers: [this.registry] });
  readonly requests = new Histogram({
    name: 'warmline_request_seconds',
    help: 'Time from a frame to its answer, stored where it changes anything',
    labelNames: ['method'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [this.registry],
  });
  readonly refusals = new Counter({ name: 'warmline_refusals_total', help: 'Refused frames', labelNames: ['code'], registers: [this.registry] });
  readonly calls = new Counter({ name: 'warmline_calls_ended_total', help: 'Calls that are over', labelNames: ['reason', 'backend'], registers: [this.registry] });

  readonly fallbacks = new Counter({
    name: 'warmline_media_fallbacks_total',
    help: 'Calls that went from peer to peer because a LiveKit cluster could not carry them',
    labelNames: ['cluster', 'reason'],
    registers: [this.registry],
  });
  readonly clusterFailures = new Counter({
    name: 'warmline_livekit_failures_total',
    help: 'Requests that a LiveKit cluster did not answer, or refused',
    labelNames: ['cluster'],
    registers: [this.registry],
  });
  readonly webhooks = new Counter({
    name: 'warmline_livekit_webhooks_total',
    help: 'Webhooks that were a LiveKit cluster’s own',
    labelNames: ['cluster'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** One figure of each cluster, read off when somebody asks. */
  clusterGauge(name: string, help: string, read: () => Iterable<readonly [cluster: string, value: number]>): void {
    new Gauge({
      name,
      help,
      labelNames: ['cluster'],
      registers: [this.registry],
      collect() {
        for (const [cluster, value] of read()) this.set({ cluster }, value);
      },
    });
  }

  /** A figure that is read off when somebody asks. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }
}
