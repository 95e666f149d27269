/** How far a key moves the picture, in pixels. */
const STEP = 24;

/** Lets a picture be moved inside the box that holds it, by pointer and by arrow keys, and never out of it. */
export function movable(picture: HTMLElement, signal: AbortSignal): void {
  let x = 0;
  let y = 0;
  const move = (nextX: number, nextY: number): void => {
    const box = picture.offsetParent;
    if (!box) return;
    const clamp = (value: number, start: number, size: number, room: number): number => Math.max(8 - start, Math.min(room - size - start - 8, value));
    x = clamp(nextX, picture.offsetLeft, picture.offsetWidth, box.clientWidth);
    y = clamp(nextY, picture.offsetTop, picture.offsetHeight, box.clientHeight);
    picture.style.setProperty('translate', `${x}px ${y}px`);
  };
  picture.addEventListener(
    'keydown',
    (event) => {
      const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
      if (!by) return;
      event.preventDefault();
      move(x + (by[0] ?? 0), y + (by[1] ?? 0));
    },
    { signal },
  );
  picture.addEventListener(
    'pointerdown',
    (event) => {
      const from = { x: x - event.clientX, y: y - event.clientY };
      const held = new AbortController();
      picture.setPointerCapture(event.pointerId);
      const options = { signal: AbortSignal.any([signal, held.signal]) };
      picture.addEventListener('pointermove', (to) => move(from.x + to.clientX, from.y + to.clientY), options);
      for (const name of ['pointerup', 'pointercancel']) picture.addEventListener(name, () => held.abort(), options);
    },
    { signal },
  );
}
