/** When a note begins, in seconds after the first. */
export type Note = readonly [hertz: number, after: number];

/** How long a note dies away, in seconds. */
const FADE = 0.4;
/** How long the device that plays is kept after a note, in seconds. */
const REST = 2;

/**
 * Soft notes, made by Web Audio. Between them the device that plays is let go: a context that runs on keeps a processor, a headset and a
 * phone's screen awake all day, for nothing. Not at once: letting go holds the page up, and what ends a ring is a call that begins.
 */
export class Tones {
  #context: AudioContext | null = null;
  #sounding = 0;

  /** `loudness` is 1 for as loud as a device can. Falls silent when `signal` aborts. Silent where there is no Web Audio. */
  play(notes: readonly Note[], loudness: number, signal?: AbortSignal): void {
    if (!('AudioContext' in globalThis)) return;
    const context = (this.#context ??= new AudioContext());
    void context.resume().catch(() => undefined);
    const all = context.createGain();
    all.connect(context.destination);
    signal?.addEventListener('abort', () => all.gain.setTargetAtTime(0, context.currentTime, 0.02));
    for (const [hertz, after] of notes) {
      const at = context.currentTime + 0.02 + after;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(loudness, at + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.0005, at + FADE);
      volume.gain.setValueAtTime(0, at + FADE);
      tone.connect(volume).connect(all);
      tone.start(at);
      tone.stop(at + FADE + REST);
      this.#sounding++;
      tone.onended = () => {
        this.#sounding--;
        if (this.#sounding === 0) void context.suspend().catch(() => undefined);
      };
    }
  }

  /** Nothing is heard any more. */
  close(): void {
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
    this.#sounding = 0;
  }
}
