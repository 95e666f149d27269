import * as v from 'valibot';

const track = v.nullable(v.object({ id: v.string(), on: v.boolean(), interrupted: v.boolean(), silent: v.boolean() }));

/** What a side tells of itself: the truth of mute and camera, which packets alone do not tell, and how well it hears the other. */
export const told = v.object({
  quality: v.picklist(['unknown', 'good', 'fair', 'poor', 'lost']),
  microphone: track,
  camera: track,
  screen: track,
});

export type Told = v.InferOutput<typeof told>;

export const nothingTold: Told = { quality: 'unknown', microphone: null, camera: null, screen: null };
