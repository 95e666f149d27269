/** Drawn by DOM calls, for what does not go through Lit. */
export function drawIcon(path: string): SVGSVGElement {
  const make = <K extends keyof SVGElementTagNameMap>(name: K): SVGElementTagNameMap[K] => document.createElementNS('http://www.w3.org/2000/svg', name);
  const svg = make('svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.ariaHidden = 'true';
  svg.append(make('path'));
  svg.firstElementChild?.setAttribute('d', path);
  return svg;
}
