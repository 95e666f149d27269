import * as v from 'valibot';

/** What the system took of a device, and whether a microphone gives nothing but silence. LiveKit tells the others of a mute only. */
const flaws = v.nullable(v.object({ interrupted: v.boolean(), silent: v.boolean() }));

/** What one page's backend tells the other's beside the media, over the call's own channel. */
export const word = v.object({
  flaws: v.optional(v.object({ microphone: flaws, camera: flaws })),
  /** The agreement on a key has a form of its own. */
  e2ee: v.optional(v.unknown()),
});

export type Word = v.InferOutput<typeof word>;
export type Flaws = NonNullable<Word['flaws']>;

export const noFlaws = { microphone: null, camera: null } satisfies Flaws;
