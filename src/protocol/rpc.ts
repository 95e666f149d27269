import * as v from 'valibot';
import { errorData } from './errors.ts';

/** JSON-RPC 2.0 (https://www.jsonrpc.org/specification), without batches; ids are numbers chosen by the side that asks. */
const version = v.literal('2.0');
const id = v.pipe(v.number(), v.integer());

/** What a client sends: a request with an id, or a notification without. */
export const clientFrame = v.object({
  jsonrpc: version,
  id: v.optional(id),
  method: v.string(),
  params: v.optional(v.unknown()),
});

export const resultFrame = v.object({ jsonrpc: version, id, result: v.unknown() });
export const errorFrame = v.object({
  jsonrpc: version,
  id: v.nullable(id),
  error: v.object({ code: v.number(), message: v.string(), data: v.optional(errorData) }),
});
export const eventFrame = v.object({ jsonrpc: version, method: v.string(), params: v.unknown() });

/** What the server sends. */
export const serverFrame = v.union([eventFrame, resultFrame, errorFrame]);

export type ClientFrame = v.InferOutput<typeof clientFrame>;
export type ServerFrame = v.InferOutput<typeof serverFrame>;
