/** Plays the other side's sound. It needs no place in the page, and so goes on when the page's elements do not. */
export class Loudspeaker {
  readonly #element = new Audio();
  blocked = false;

  /** Inside a press: Safari lets only an element play later that played something within one. */
  unlock(): void {
    this.#element.srcObject = new MediaStream();
    void this.#element.play().catch(() => undefined);
  }

  get track(): MediaStreamTrack | undefined {
    return (this.#element.srcObject as MediaStream | null)?.getAudioTracks()[0];
  }

  /** Resolves to whether the browser lets it sound. */
  async play(track: MediaStreamTrack | null): Promise<void> {
    this.#element.srcObject = track && new MediaStream([track]);
    if (track) await this.resume();
  }

  async resume(): Promise<void> {
    try {
      await this.#element.play();
      this.blocked = false;
    } catch (error) {
      this.blocked ||= (error as DOMException).name === 'NotAllowedError';
    }
  }

  setVolume(volume: number): void {
    this.#element.volume = Math.min(1, Math.max(0, volume));
  }

  /** False where the browser cannot choose. */
  async use(deviceId: string): Promise<boolean> {
    if (!('setSinkId' in this.#element)) return false;
    await this.#element.setSinkId(deviceId);
    return true;
  }
}
