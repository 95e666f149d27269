/** Soft tones, made on the spot; nothing sounds before the browser lets it. */
export class Tones {
  #context: AudioContext | null = null;

  /** A new conversation: two notes that rise. */
  conversation(): void {
    this.#play([
      [659.3, 0],
      [880, 0.14],
    ]);
  }

  /** A new message: one note. */
  message(): void {
    this.#play([[587.3, 0]]);
  }

  close(): void {
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
  }

  #play(notes: readonly (readonly [frequency: number, after: number])[]): void {
    if (!('AudioContext' in globalThis)) return;
    // Before a gesture a browser only warns and stays silent; asking it then would make the tone come late, with the first press.
    if (!(navigator.userActivation as UserActivation | undefined)?.hasBeenActive) return;
    const context = (this.#context ??= new AudioContext());
    void context.resume().catch(() => undefined);
    for (const [frequency, after] of notes) {
      const at = context.currentTime + after;
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.type = 'sine';
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, at);
      volume.gain.linearRampToValueAtTime(0.12, at + 0.012);
      volume.gain.exponentialRampToValueAtTime(0.0005, at + 0.45);
      tone.connect(volume).connect(context.destination);
      tone.start(at);
      tone.stop(at + 0.5);
    }
  }
}
