import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface FloatingOptions {
  readonly bounds: () => DOMRect | null;
  /** Fractions of the free room: 0 is the start or the top, 1 the end or the bottom. */
  readonly place: () => { readonly x: number; readonly y: number };
  readonly moved: (place: { readonly x: number; readonly y: number }) => void;
  /** It has its final place: what is under it may make room. */
  readonly placed: () => void;
}

/** How far an arrow key moves it, in pixels; the second with Shift. */
const STEP = 16;
const LEAP = 64;
/** Between the window and the edge of its room, in pixels. */
const MARGIN = 12;
/** In a room narrower than this, in pixels, there is no space beside the window: it is flatter there, to leave some below. */
const COMPACT = 420;
/** Bounds lower than this, in pixels, would hide the window's buttons: it may cover what is around them. */
const LOWEST = 220;

/** Lets an absolutely placed host float within bounds, moved by pointer and by arrow keys. Its place is kept as fractions of the room, not as a point. */
export class Floating implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: FloatingOptions;
  #resized: ResizeObserver | null = null;
  /** The animation frame that will place it; 0 where none was asked for. */
  #placing = 0;
  #drag: { place: { readonly x: number; readonly y: number } } | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, options: FloatingOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#resized = new ResizeObserver(() => this.place());
    this.#resized.observe(this.#host);
    if (this.#host.parentElement) this.#resized.observe(this.#host.parentElement);
  }

  hostUpdated(): void {
    // Once a frame: measuring forces a layout, and a call draws its window many times while it begins.
    this.#placing ||= requestAnimationFrame(() => {
      this.#placing = 0;
      this.place();
    });
  }

  hostDisconnected(): void {
    cancelAnimationFrame(this.#placing);
    this.#placing = 0;
    this.#resized?.disconnect();
  }

  /** Puts the host where it belongs: never outside its bounds, however these changed. */
  place(): void {
    const room = this.#room();
    if (!room) return;
    const { x, y } = this.#drag?.place ?? this.#options.place();
    const { style } = this.#host;
    style.setProperty('--_widest', `${String(Math.max(0, room.width))}px`);
    style.setProperty('--_tallest', `${String(Math.max(0, room.height))}px`);
    this.#host.toggleAttribute('compact', room.width < COMPACT);
    const free = this.#free(room);
    const start = this.#mirrored ? 1 - x : x;
    style.setProperty('--_left', `${String(Math.round(room.left + start * free.x))}px`);
    style.setProperty('--_top', `${String(Math.round(room.top + y * free.y))}px`);
    if (!this.#drag) this.#options.placed();
  }

  readonly grab = (event: PointerEvent): void => {
    const handle = event.currentTarget;
    if (event.button !== 0 || !(handle instanceof HTMLElement)) return;
    const from = this.#options.place();
    const { clientX, clientY } = event;
    const ended = new AbortController();
    const { signal } = ended;
    handle.setPointerCapture(event.pointerId);
    this.#drag = { place: { ...from } };
    handle.addEventListener('pointermove', (move) => this.#to(from, move.clientX - clientX, move.clientY - clientY), { signal });
    for (const type of ['pointerup', 'lostpointercapture'] as const) {
      handle.addEventListener(
        type,
        () => {
          ended.abort();
          const place = this.#drag?.place;
          this.#drag = null;
          if (place) this.#options.moved(place);
        },
        { signal },
      );
    }
  };

  readonly keydown = (event: KeyboardEvent): void => {
    // The buttons inside have their own keys.
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = event.shiftKey ? LEAP : STEP;
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!direction) return;
    event.preventDefault();
    const [x = 0, y = 0] = direction;
    this.#drag = { place: { ...this.#options.place() } };
    this.#to(this.#options.place(), x * by, y * by);
    const { place } = this.#drag;
    this.#drag = null;
    this.#options.moved(place);
  };

  get #mirrored(): boolean {
    return getComputedStyle(this.#host).direction === 'rtl';
  }

  #to(from: { readonly x: number; readonly y: number }, right: number, down: number): void {
    const room = this.#room();
    if (!room || !this.#drag) return;
    const free = this.#free(room);
    const share = (start: number, pixels: number, of: number): number => Math.min(1, Math.max(0, start + (of > 0 ? pixels / of : 0)));
    this.#drag.place = { x: share(from.x, this.#mirrored ? -right : right, free.x), y: share(from.y, down, free.y) };
    this.place();
  }

  /** The bounds, without a margin, from the corner of what the host is placed in. */
  #room(): DOMRect | null {
    const given = this.#options.bounds();
    const parent = this.#host.offsetParent?.getBoundingClientRect();
    if (!given || !parent || given.width === 0) return null;
    const bounds = given.height < LOWEST ? parent : given;
    return new DOMRect(bounds.x - parent.x + MARGIN, bounds.y - parent.y + MARGIN, bounds.width - 2 * MARGIN, bounds.height - 2 * MARGIN);
  }

  #free(room: DOMRect): { readonly x: number; readonly y: number } {
    return { x: Math.max(0, room.width - this.#host.offsetWidth), y: Math.max(0, room.height - this.#host.offsetHeight) };
  }
}
