/** How far a key moves the picture, in pixels. */
const STEP = 24;

const known = new WeakSet<HTMLElement>();

/** Lets a picture be moved inside the box that holds it, by pointer and by arrow keys, and never out of it. */
export function movable(picture: HTMLElement): void {
  if (known.has(picture)) return;
  known.add(picture);
  picture.style.cursor = 'grab';
  let x = 0;
  let y = 0;
  const move = (byX: number, byY: number): void => {
    const box = picture.offsetParent;
    if (!box) return;
    const clamp = (value: number, start: number, size: number, room: number): number => Math.max(8 - start, Math.min(room - size - start - 8, value));
    x = clamp(x + byX, picture.offsetLeft, picture.offsetWidth, box.clientWidth);
    y = clamp(y + byY, picture.offsetTop, picture.offsetHeight, box.clientHeight);
    picture.style.setProperty('translate', `${x}px ${y}px`);
  };
  picture.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (!by) return;
    event.preventDefault();
    move(by[0] ?? 0, by[1] ?? 0);
  });
  // Held from where it was last seen: a finger may be down before this is there.
  let last: PointerEvent | null = null;
  const held = (event: PointerEvent): void => {
    if (!event.buttons) return void (last = null);
    if (last) move(event.clientX - last.clientX, event.clientY - last.clientY);
    else picture.setPointerCapture(event.pointerId);
    last = event;
  };
  for (const name of ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'] as const) picture.addEventListener(name, held);
}
