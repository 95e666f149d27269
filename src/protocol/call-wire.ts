import * as v from 'valibot';
import { callRecord } from './call-record.ts';
import { mediaGrant } from './media-grant.ts';

/** What one side's backend tells the other's. `n` counts from 0 within a generation; `data` is the backend's own and parsed there. */
export const callSignal = v.object({
  callId: v.string(),
  generation: v.number(),
  n: v.number(),
  data: v.unknown(),
});

/** The server's word on a call, after every command and at every change. */
export const callNews = v.object({
  call: callRecord,
  /** The server's clock, in milliseconds since the epoch: deadlines are read against it. */
  serverNow: v.number(),
  /** When the server will act by itself, in milliseconds since the epoch. */
  deadline: v.nullable(v.number()),
});

export const callAck = /* @__PURE__ */ (() =>
  v.object({
    ...callNews.entries,
    /** Null where the command did its work, or had done it before. An open list: what follows from it the record says. */
    refusal: v.nullable(v.string() as v.GenericSchema<'ended' | 'elsewhere' | 'not-now' | 'not-allowed' | 'busy' | 'lease-lost'>),
    /** The lease's secret, to its holder alone: after start, accept and reclaim. */
    lease: v.optional(v.string()),
    grant: v.optional(mediaGrant),
    /** What the other side has said so far in this generation. */
    signals: v.optional(v.array(callSignal)),
  }))();

export type CallSignal = v.InferOutput<typeof callSignal>;
export type CallNews = v.InferOutput<typeof callNews>;
export type CallAck = v.InferOutput<typeof callAck>;
