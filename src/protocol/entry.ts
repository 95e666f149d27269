import * as v from 'valibot';
import { MAX_TEXT } from './limits.ts';
import { endReason, media, role } from './call-terms.ts';

export { role };

/** An id made by either side: URL-safe characters, never longer than a page's own. */
export const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));
export const seq = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A place in what a customer reads as one log: up to 0 it is in their earlier conversations, counted on backwards. */
export const place = v.pipe(v.number(), v.integer());
/** A moment in UTC, ISO 8601 with milliseconds and `Z`. */
export const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){2}(\.\d+)?Z$/),
);

export const author = v.object({ id: v.string(), role, name: v.optional(v.string()) });

export const textPart = v.object({
  type: v.literal('text'),
  text: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
});
/** How a call ended: data, from which each reader's language makes the words. `duration` in milliseconds, 0 where it never began. */
export const callPart = v.object({
  type: v.literal('call'),
  callId: v.string(),
  media,
  reason: endReason,
  by: role,
  duration: v.number(),
});
/** Who answers from here on. */
export const assignedPart = v.object({ type: v.literal('assigned'), agent: v.object({ id: v.string(), name: v.string() }) });
export const endedPart = v.object({ type: v.literal('ended'), by: role });

const knownParts: readonly string[] = ['text', 'call', 'assigned', 'ended'];
/** A part that a newer server knows: kept, and shown as "not supported here". What is known but wrong does not pass as unknown. */
export const unknownPart = v.object({ type: v.pipe(v.string(), v.check((type) => !knownParts.includes(type))) });
export const part = v.union([textPart, callPart, assignedPart, endedPart, unknownPart]);

/**
 * One line of a conversation's append-only log. `kind` is `message`, `call`, `assigned`, `ended` or `erased` (a tombstone: where a message stood, without
 * parts and `clientId`) today; a reader shows any other as "not supported here". `clientId` is what its author's device called it.
 */
export const entry = v.object({
  id: v.string(),
  seq: place,
  kind: v.string(),
  author,
  at: instant,
  parts: v.array(part),
  clientId: v.optional(v.string()),
});

export type Role = v.InferOutput<typeof role>;
export type Author = v.InferOutput<typeof author>;
export type TextPart = v.InferOutput<typeof textPart>;
export type CallPart = v.InferOutput<typeof callPart>;
export type KnownPart = TextPart | CallPart | v.InferOutput<typeof assignedPart> | v.InferOutput<typeof endedPart>;
export type Part = v.InferOutput<typeof part>;
export type Entry = v.InferOutput<typeof entry>;

/** The text of an entry, or an empty string where it has none. */
export const textOf = (parts: readonly Part[]): string =>
  parts.map((each) => (each.type === 'text' && 'text' in each ? each.text : '')).join('');

/** Whether a part is of one kind. Its type is enough to tell: an unknown kind never has a known one's name. */
export const isPart = <Type extends KnownPart['type']>(part: Part | undefined, type: Type): part is Extract<KnownPart, { type: Type }> =>
  part?.type === type;
