const make = (name: 'svg' | 'path'): SVGElement => document.createElementNS('http://www.w3.org/2000/svg', name);

/** A path of icons.ts, drawn by DOM calls, for what does not go through Lit. */
export function drawIcon(d: string): SVGElement {
  const svg = make('svg');
  const path = make('path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.ariaHidden = 'true';
  path.setAttribute('d', d);
  svg.append(path);
  return svg;
}
