declare global {
  interface Window {
    drawPerson: typeof drawPerson;
  }
}

/** One picture of somebody drawn: the agent at a shelf of kettles, or the customer at a window. Refers to nothing outside, since it travels to pages as text. */
export function drawPerson(canvas: CanvasRenderingContext2D, time: number, isAgent: boolean): void {
  const { width: w, height: h } = canvas.canvas;
  const sway = Math.sin(time / 900) * w * 0.004;
  const shape = (colour: string, path: string, x = 0, y = 0): void => {
    canvas.save();
    canvas.scale(w / 160, h / 90);
    canvas.translate(x, y);
    canvas.fillStyle = colour;
    canvas.fill(new Path2D(path));
    canvas.restore();
  };
  const wall = canvas.createLinearGradient(0, 0, w, h);
  wall.addColorStop(0, isAgent ? '#e9dcc4' : '#cfdad9');
  wall.addColorStop(1, isAgent ? '#c3ad88' : '#8fa5a6');
  canvas.fillStyle = wall;
  canvas.fillRect(0, 0, w, h);
  if (isAgent) {
    shape('#8a6a48', 'M0 36h58v3H0zM112 28h48v3h-48z');
    shape('#3b3d40', 'M14 27c0-5 5-7 11-7s11 2 11 7c0 5-3 9-11 9s-11-4-11-9zM36 25l7-5 2 1.500-6 8z');
    shape('#a8512e', 'M124 22c0-4 4-5 9-5s9 1 9 5-3 6-9 6-9-2-9-6z');
    shape('#5f7444', 'M46 24h8v12h-8zM148 16h7v12h-7z');
    shape('#55585a', 'M17 22c-2-11 18-11 16 0h-1.600c1-8-13.800-8-12.800 0z');
  } else {
    shape('#f4efe4', 'M8 6h52v46H8z');
    shape('#a9c4d4', 'M10 8h23v42H10zM35 8h23v42H35z');
    shape('#5f7444', 'M120 90V58c-8-6-10-16-6-22 6 4 8 10 8 16 2-10 8-16 15-18 0 12-6 18-12 24v32z');
  }
  const x = sway;
  const y = Math.sin(time / 1300) * 0.5;
  const skin = isAgent ? '#e8b893' : '#c98d63';
  const hair = isAgent ? '#2b211c' : '#3d2a1e';
  shape(hair, isAgent ? 'M58 42c0-20 10-29 23-29s23 9 23 29c0 10-1 18-4 22H62c-3-4-4-12-4-22z' : 'M61 36c-1-16 8-24 19-24s21 7 20 24l-3 4H64z', x, y);
  shape(isAgent ? '#3f5a4a' : '#b5643c', 'M36 92c1-16 13-24 29-27h31c16 3 28 11 29 27z', x * 0.4, 0);
  shape(skin, 'M73 56h15v12c-3 4-12 4-15 0z', x, y);
  shape(skin, 'M65 40c0-12 6-19 15.500-19S96 28 96 40c0 13-7 22-15.500 22S65 53 65 40z', x, y);
  shape(hair, isAgent ? 'M63 40c0-16 7-23 18-23s18 7 18 21c-6-1-13-5-16-10-3 6-11 10-20 12z' : 'M63 36c1-13 7-19 17-19 11 0 17 6 17 19-3-6-5-8-9-9-6 2-18 2-21 1-2 2-3 4-4 8z', x, y);
  shape('#2a1d16', 'M72 40a1.600 1.800 0 1 0 3.200 0 1.600 1.800 0 1 0-3.200 0zM86 40a1.600 1.800 0 1 0 3.200 0 1.600 1.800 0 1 0-3.200 0z', x, y);
  shape('#8e4a35', `M74 50c4 ${String(3 + Math.abs(Math.sin(time / 300)) * 1.5)} 9 ${String(3 + Math.abs(Math.sin(time / 300)) * 1.5)} 13 0-4 1.400-9 1.400-13 0z`, x, y);
  if (isAgent) shape('#efe6d6', 'M66 66l15 9 14-9 3 1-17 13-18-13z', x * 0.6, 0);
}

/** Runs in a page before its scripts, after `drawPerson` was put there: in front of the camera sits somebody drawn, where a test's fake device would show a test card. */
export function people(isAgent: boolean): void {
  const { mediaDevices } = navigator as Partial<Navigator>;
  if (!mediaDevices) return;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (constraints) => {
    const stream = await ask(constraints);
    const [camera] = stream.getVideoTracks();
    if (!camera) return stream;
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 });
    const context = canvas.getContext('2d');
    if (!context) return stream;
    const paint = (): void => window.drawPerson(context, performance.now(), isAgent);
    paint();
    setInterval(paint, 50);
    const [drawn] = canvas.captureStream(20).getVideoTracks();
    if (!drawn) return stream;
    stream.removeTrack(camera);
    camera.stop();
    stream.addTrack(drawn);
    return stream;
  };
}
