/**
 * The shop's pictures, drawn here as SVG: a soft light from the left, a shadow on the table, no outlines. Each on a field of 240 by 240.
 * Gradients are named per drawing, because many of them stand on one page.
 */
export function drawing(id, { label = '', use = id } = {}) {
  const g = (name) => `url(#${use}-${name})`;
  const { defs = '', body } = drawings[id]((name) => `${use}-${name}`, g);
  const named = label === '' ? 'aria-hidden="true"' : `role="img" aria-label="${label}"`;
  return `<svg viewBox="0 0 240 240" ${named} focusable="false"><defs>${defs}</defs>${body}</svg>`;
}

const across = (id, ...stops) =>
  `<linearGradient id="${id}" x1="0" x2="1" y1="0" y2="0.25">${stops.map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`).join('')}</linearGradient>`;
const down = (id, ...stops) =>
  `<linearGradient id="${id}" x1="0" x2="0" y1="0" y2="1">${stops.map(([offset, colour]) => `<stop offset="${offset}" stop-color="${colour}"/>`).join('')}</linearGradient>`;

const iron = (id) => across(id, [0, '#6d6f70'], [0.28, '#4d4f51'], [0.7, '#2e3032'], [1, '#222426']);
const shadow = (y, width, x = 120) => `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${Math.round(width / 9)}" fill="#000" opacity=".13"/><ellipse cx="${x + 6}" cy="${y}" rx="${Math.round(width * 0.72)}" ry="${Math.round(width / 14)}" fill="#000" opacity=".16"/>`;
const steam = (x, y) =>
  `<g class="steam" fill="none" stroke="#fff" stroke-linecap="round" stroke-width="3.5" opacity=".55"><path d="M${x} ${y}c-7-9 7-15 0-25"/><path d="M${x + 11} ${y - 5}c-6-8 6-13 0-22"/></g>`;

/** The hailstones: rows that follow the body's curve, smaller towards its edges. */
function hailstones(left, right, top, bottom) {
  const dots = [];
  const middle = (left + right) / 2;
  const half = (right - left) / 2;
  for (let row = 0, y = top; y <= bottom; y += 9.5, row += 1) {
    for (let turn = -0.92; turn <= 0.93; turn += 0.115) {
      const angle = Math.asin(Math.max(-1, Math.min(1, turn + (row % 2 ? 0.057 : 0))));
      const x = middle + Math.sin(angle * 1.02) * half;
      const size = 1.1 + 1.15 * Math.cos(angle);
      dots.push(`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${size.toFixed(2)}"/>`);
    }
  }
  return dots.join('');
}

const drawings = {
  arare: (id, g) => ({
    defs: `${iron(id('body'))}${across(id('rim'), [0, '#8b8d8e'], [0.5, '#55585a'], [1, '#303234'])}<clipPath id="${id('clip')}"><path d="M58 132c0-30 26-46 62-46s62 16 62 46c0 36-23 60-62 60s-62-24-62-60z"/></clipPath>`,
    body: `${shadow(194, 66)}
<path d="M73 101C62 22 178 22 167 101" fill="none" stroke="${g('rim')}" stroke-width="8" stroke-linecap="round"/>
<path d="M76 99C68 30 172 30 164 99" fill="none" stroke="#9a9c9d" stroke-width="1.4" opacity=".5"/>
<path d="M171 112c15-5 17-17 30-25l9 7c-7 8-9 28-33 43z" fill="#35373a"/><path d="M201 87l9 7-3 4-8-7z" fill="#191a1b"/>
<path d="M58 132c0-30 26-46 62-46s62 16 62 46c0 36-23 60-62 60s-62-24-62-60z" fill="${g('body')}"/>
<g clip-path="url(#${id('clip')})"><g fill="#1d1e20" opacity=".55" transform="translate(1.3 1.5)">${hailstones(58, 182, 112, 160)}</g><g fill="#7e8183" opacity=".85">${hailstones(58, 182, 112, 160)}</g><path d="M66 128c2-18 14-30 30-36" fill="none" stroke="#c9cbcc" stroke-width="5" stroke-linecap="round" opacity=".34"/></g>
<ellipse cx="120" cy="90" rx="36" ry="7" fill="#232527"/><path d="M88 88c2-9 62-9 64 0 0 6-64 6-64 0z" fill="${g('rim')}"/>
<circle cx="120" cy="76" r="7.5" fill="#3b3d40"/><circle cx="118" cy="74" r="2.6" fill="#9fa1a2" opacity=".8"/>
<path d="M69 104a7 7 0 1 0 9-9zM171 104a7 7 0 1 1-9-9z" fill="#2b2d2f"/>${steam(208, 80)}`,
  }),
  hiramaru: (id, g) => ({
    defs: `${iron(id('body'))}${across(id('rim'), [0, '#85878a'], [1, '#303234'])}`,
    body: `${shadow(190, 78)}
<path d="M64 124C50 44 190 44 176 124" fill="none" stroke="${g('rim')}" stroke-width="7" stroke-linecap="round"/>
<path d="M182 132c14-3 15-14 27-20l8 8c-8 7-10 22-31 33z" fill="#35373a"/>
<path d="M44 150c0-22 34-34 76-34s76 12 76 34c0 26-30 40-76 40s-76-14-76-40z" fill="${g('body')}"/>
<path d="M45 154c22 12 128 12 150 0" fill="none" stroke="#17181a" stroke-width="2" opacity=".7"/><path d="M45 151c22 12 128 12 150 0" fill="none" stroke="#8d9092" stroke-width="1.2" opacity=".55"/>
<path d="M54 142c6-11 20-17 38-20" fill="none" stroke="#d3d5d6" stroke-width="4.5" stroke-linecap="round" opacity=".32"/>
<path d="M84 118c3-9 69-9 72 0 0 7-72 7-72 0z" fill="${g('rim')}"/><path d="M112 108c0-9 16-9 16 0l-2 4h-12z" fill="#3b3d40"/><circle cx="117" cy="103" r="2" fill="#aaacad"/>
<path d="M59 128a7 7 0 1 0 10-9zM181 128a7 7 0 1 1-10-9z" fill="#2b2d2f"/>`,
  }),
  hosokuchi: (id, g) => ({
    defs: `${across(id('steel'), [0, '#a9aeb0'], [0.16, '#eef1f1'], [0.36, '#b5babc'], [0.72, '#84898b'], [1, '#666b6d'])}${across(id('wood'), [0, '#8a5f3f'], [1, '#4f3321'])}${down(id('spout'), [0, '#c9cecf'], [1, '#7d8284'])}`,
    body: `${shadow(197, 62, 116)}
<path d="M166 112c44-16 46 66 4 68" fill="none" stroke="${g('wood')}" stroke-width="12" stroke-linecap="round"/><path d="M169 109c33-8 38 36 22 56" fill="none" stroke="#c89a6f" stroke-width="2" stroke-linecap="round" opacity=".55"/>
<path d="M76 182C44 182 52 128 40 108c-5-9-16-9-20-4l-4-5c8-12 26-11 33 2 11 20 6 60 26 58z" fill="${g('spout')}"/>
<path d="M72 104h92l12 84c0 6-4 9-10 9H70c-6 0-10-3-10-9z" fill="${g('steel')}"/><path d="M62 176h112" stroke="#5d6264" stroke-width="1.3" opacity=".5"/><path d="M71 110h94" stroke="#fff" stroke-width="1.4" opacity=".7"/>
<path d="M70 104c2-20 94-20 96 0z" fill="${g('steel')}"/><path d="M118 84v-8" stroke="#777c7e" stroke-width="4"/><ellipse cx="118" cy="72" rx="11" ry="7" fill="${g('wood')}"/><path d="M86 114l-8 70" stroke="#fff" stroke-width="5" stroke-linecap="round" opacity=".5"/>`,
  }),
  akagane: (id, g) => {
    const facets = [];
    for (let row = 0; row < 8; row += 1) {
      for (let column = 0; column < 15; column += 1) {
        const angle = -1.45 + (column + (row % 2) * 0.5) * 0.2;
        const width = 64 - Math.abs(row - 3.8) ** 2 * 1.5;
        facets.push(`<ellipse cx="${(118 + Math.sin(angle) * width).toFixed(1)}" cy="${110 + row * 11}" rx="${(5.6 * Math.cos(angle) + 0.8).toFixed(1)}" ry="4.8" fill="${(row * 7 + column * 5) % 3 ? '#ffdcc0' : '#5c2413'}" opacity="${(0.1 + ((row * 3 + column * 2) % 4) * 0.035).toFixed(2)}"/>`);
      }
    }
    return {
      defs: `${across(id('copper'), [0, '#d98b5f'], [0.2, '#f0b68d'], [0.5, '#b96238'], [1, '#6f2f18'])}${across(id('wood'), [0, '#6d4b36'], [1, '#38251a'])}<clipPath id="${id('clip')}"><path d="M50 148c0-36 28-54 68-54s68 18 68 54c0 22-10 46-28 46H78c-18 0-28-24-28-46z"/></clipPath>`,
      body: `${shadow(197, 70, 118)}
<path d="M68 106C56 26 180 26 168 106" fill="none" stroke="${g('copper')}" stroke-width="6"/><path d="M88 51c18-14 42-14 60 0" fill="none" stroke="${g('wood')}" stroke-width="13" stroke-linecap="round"/>
<path d="M176 140c20-6 20-32 38-44l11 6c-10 12-10 46-40 62z" fill="#94491f"/><path d="M214 96l11 6-4 6-10-5z" fill="#4a1d0d"/>
<path d="M50 148c0-36 28-54 68-54s68 18 68 54c0 22-10 46-28 46H78c-18 0-28-24-28-46z" fill="${g('copper')}"/><g clip-path="url(#${id('clip')})">${facets.join('')}<path d="M62 146c2-22 14-36 32-43" fill="none" stroke="#fff2e2" stroke-width="6" stroke-linecap="round" opacity=".5"/></g>
<path d="M84 97c3-11 65-11 68 0 0 6-68 6-68 0z" fill="#b25f36"/><path d="M84 97c3-11 65-11 68 0" fill="none" stroke="#f3c3a0" stroke-width="1.4" opacity=".8"/><path d="M110 84c0-9 16-9 16 0l-2 5h-12z" fill="${g('wood')}"/>`,
    };
  },
  yokode: (id, g) => ({
    defs: `${across(id('clay'), [0, '#cf7a58'], [0.25, '#c2633f'], [0.7, '#94401f'], [1, '#6c2a13'])}`,
    body: `${shadow(190, 62, 112)}
<path d="M164 138l50-26c9-3 14 9 6 14l-47 33z" fill="${g('clay')}"/><ellipse cx="217" cy="119" rx="5.5" ry="8" transform="rotate(28 217 119)" fill="#5c220f"/><path d="M170 138l42-22" stroke="#e9a687" stroke-width="2" stroke-linecap="round" opacity=".6"/>
<path d="M56 134c-14-2-17-12-26-18l-7 6c6 8 7 27 33 36z" fill="#b75a38"/><path d="M30 116l-7 6 3 3 7-6z" fill="#5c220f"/>
<path d="M50 146c0-27 25-42 62-42s62 15 62 42c0 28-22 44-62 44s-62-16-62-44z" fill="${g('clay')}"/><path d="M53 156c20 9 98 9 118 0M51 150c20 9 102 9 122 0" fill="none" stroke="#5c220f" stroke-width="1" opacity=".35"/>
<path d="M60 140c4-14 16-23 32-27" fill="none" stroke="#ffd8c4" stroke-width="5" stroke-linecap="round" opacity=".42"/>
<path d="M78 109c3-12 65-12 68 0 0 6-68 6-68 0z" fill="#b3562f"/><path d="M78 109c3-12 65-12 68 0" fill="none" stroke="#eeb196" stroke-width="1.3" opacity=".7"/><circle cx="112" cy="94" r="7" fill="#a84b28"/><circle cx="109.500" cy="91.500" r="2.200" fill="#f0b9a0" opacity=".8"/>`,
  }),
  hobin: (id, g) => ({
    defs: `${across(id('white'), [0, '#ffffff'], [0.4, '#f3f1ec'], [0.8, '#d5d1c8'], [1, '#b7b2a7'])}`,
    body: `${shadow(188, 60)}
<path d="M62 126c-12-4-17-12-31-14l-2 7c12 6 16 20 36 28z" fill="#efece5"/><path d="M31 112l-2 7 5 2 2-7z" fill="#c9c4b8"/>
<path d="M54 122h132c2 38-20 66-66 66s-68-28-66-66z" fill="${g('white')}"/><path d="M90 187c18 4 42 4 60 0" stroke="#a29d91" stroke-width="2" fill="none" opacity=".7"/>
<ellipse cx="120" cy="122" rx="66" ry="11" fill="#d9d5cb"/><path d="M66 120c4-20 104-20 108 0 0 11-108 11-108 0z" fill="${g('white')}"/><path d="M66 120c4-20 104-20 108 0" fill="none" stroke="#fff" stroke-width="1.6"/>
<ellipse cx="120" cy="104" rx="11" ry="5" fill="#e4e0d7"/><ellipse cx="120" cy="100" rx="9" ry="6" fill="${g('white')}"/><path d="M68 140c3 14 11 26 24 34" fill="none" stroke="#fff" stroke-width="6" stroke-linecap="round"/>
<path d="M138 150c10-6 18-2 22-10 3 11-8 21-22 10z" fill="#7f9a63" opacity=".75"/><path d="M138 150c8-1 14-4 22-10" stroke="#5b7443" stroke-width="1" fill="none"/>`,
  }),
  dobin: (id, g) => ({
    defs: `${across(id('ash'), [0, '#b9bb98'], [0.3, '#979b74'], [0.75, '#666b4b'], [1, '#45492f'])}${across(id('raw'), [0, '#b58e68'], [1, '#5e4029'])}<clipPath id="${id('clip')}"><path d="M52 146c0-32 26-50 66-50s66 18 66 50c0 30-24 48-66 48s-66-18-66-48z"/></clipPath>`,
    body: `${shadow(197, 66, 118)}
<path d="M66 112C46 16 190 16 170 112" fill="none" stroke="#a67c46" stroke-width="9" stroke-linecap="round"/><path d="M66 112C46 16 190 16 170 112" fill="none" stroke="#6d4b22" stroke-width="9" stroke-dasharray="1.500 6" opacity=".65"/><path d="M64 104C50 24 180 22 170 100" fill="none" stroke="#e0bd88" stroke-width="1.600" opacity=".6"/>
<path d="M176 144c16-4 18-22 33-30l9 6c-8 9-9 34-34 46z" fill="#6f7450"/><path d="M209 114l9 6-3 5-9-6z" fill="#2f321f"/>
<path d="M52 146c0-32 26-50 66-50s66 18 66 50c0 30-24 48-66 48s-66-18-66-48z" fill="${g('raw')}"/>
<g clip-path="url(#${id('clip')})"><path d="M40 90h160v66c-10 8-14 20-22 14-8-5-12-13-22-8s-10 20-22 17c-9-3-10-15-22-14s-14 15-24 11-9-17-20-16-16 10-28 2z" fill="${g('ash')}"/><path d="M62 142c3-19 15-31 32-37" fill="none" stroke="#f4f4df" stroke-width="6" stroke-linecap="round" opacity=".45"/></g>
<path d="M82 100c3-12 69-12 72 0 0 7-72 7-72 0z" fill="#858a62"/><path d="M82 100c3-12 69-12 72 0" fill="none" stroke="#d5d8b8" stroke-width="1.300" opacity=".8"/><path d="M108 87c0-9 20-9 20 0l-3 4h-14z" fill="#777c55"/>
<path d="M60 116a8 8 0 0 1 12-9l3 10zM176 116a8 8 0 0 0-12-9l-3 10z" fill="#5a5f40"/>`,
  }),
  kumidashi: (id, g) => ({
    defs: `${across(id('glaze'), [0, '#f1ece0'], [0.35, '#dcd4c2'], [0.8, '#a99e88'], [1, '#877c67'])}${down(id('tea'), [0, '#a9b25a'], [1, '#7f8b37'])}`,
    body: `${shadow(186, 50, 80)}${shadow(194, 50, 164)}
<path d="M30 116h98c2 38-12 68-49 68s-51-30-49-68z" fill="${g('glaze')}"/><path d="M60 181h38l-2 6H62z" fill="#8d8069"/><ellipse cx="79" cy="116" rx="49" ry="13" fill="#efe9da"/><ellipse cx="79" cy="119" rx="42" ry="9" fill="${g('tea')}"/><path d="M40 118c8-8 44-11 68-5" stroke="#fff" stroke-width="1.600" fill="none" opacity=".75"/><path d="M37 136c3 15 9 27 19 35" stroke="#fff" stroke-width="5" stroke-linecap="round" fill="none" opacity=".6"/><path d="M31 130c26 14 70 14 96 0" stroke="#6c7f58" stroke-width="3" fill="none" opacity=".5"/>
<path d="M118 132h94c2 34-12 60-47 60s-49-26-47-60z" fill="${g('glaze')}"/><path d="M147 189h36l-2 6h-32z" fill="#8d8069"/><ellipse cx="165" cy="132" rx="47" ry="12" fill="#efe9da"/><ellipse cx="165" cy="135" rx="40" ry="8.500" fill="${g('tea')}"/><path d="M127 134c8-7 42-10 64-5" stroke="#fff" stroke-width="1.600" fill="none" opacity=".75"/><path d="M125 152c3 13 9 23 18 30" stroke="#fff" stroke-width="5" stroke-linecap="round" fill="none" opacity=".6"/><path d="M120 147c24 13 66 13 90 0" stroke="#6c7f58" stroke-width="3" fill="none" opacity=".5"/>${steam(76, 98)}`,
  }),
  chazutsu: (id, g) => ({
    defs: `${across(id('bark'), [0, '#7c3f2a'], [0.14, '#b26a4b'], [0.4, '#823f2a'], [0.8, '#4e2014'], [1, '#37150c'])}`,
    body: `${shadow(198, 50)}
<path d="M76 66c0-14 88-14 88 0v122c0 14-88 14-88 0z" fill="${g('bark')}"/><path d="M76 66c0 14 88 14 88 0" fill="none" stroke="#d59675" stroke-width="1.300" opacity=".6"/><ellipse cx="120" cy="66" rx="44" ry="10.500" fill="#8d4a32"/><ellipse cx="114" cy="64" rx="28" ry="5" fill="#c98664" opacity=".5"/>
<path d="M76 104c0 13 88 13 88 0" fill="none" stroke="#240c06" stroke-width="1.800"/><path d="M76 105.500c0 13 88 13 88 0" fill="none" stroke="#c98664" stroke-width=".8" opacity=".7"/>
<g fill="none" stroke="#e8b58f" stroke-width="1.600" stroke-linecap="round" opacity=".5"><path d="M84 84c8 3 16 4 26 5M124 92c12 0 20-1 28-3M92 126c14 4 26 4 40 4M140 138c8-1 12-2 18-4M82 152c10 3 18 5 30 5M122 168c14 1 24 0 34-3M88 180c8 2 14 3 22 4"/></g>
<path d="M90 80v104" stroke="#ffe0cb" stroke-width="4" stroke-linecap="round" opacity=".28"/>`,
  }),
  chasen: (id, g) => {
    const tines = [];
    for (let index = 0; index <= 44; index += 1) {
      const turn = -1 + index / 22;
      const wide = 62 * Math.sin((turn * Math.PI) / 2.15);
      tines.push(`<path d="M${(120 + turn * 26).toFixed(1)} 128C${(120 + wide * 1.05).toFixed(1)} 104 ${(120 + wide).toFixed(1)} 78 ${(120 + wide * 0.86).toFixed(1)} 56c${(-turn * 4).toFixed(1)}-4 ${(-turn * 8).toFixed(1)}-4 ${(-turn * 9).toFixed(1)} 1" stroke="${index % 3 ? '#d9bd82' : '#b8955a'}"/>`);
    }
    return {
      defs: across(id('bamboo'), [0, '#ead39c'], [0.35, '#d8b976'], [0.8, '#a88243'], [1, '#86642e']),
      body: `${shadow(204, 34)}<g fill="none" stroke-width="1.700" stroke-linecap="round" opacity=".95">${tines.join('')}</g>
<path d="M102 122c-3-20-8-34-14-48 22-12 42-12 64 0-6 14-11 28-14 48z" fill="#c2a264" opacity=".42"/>
<path d="M93 126c4 6 50 6 54 0l-1 14c-6 5-46 5-52 0z" fill="#35322d"/><path d="M93 130c10 5 44 5 54 0M93 135c10 5 44 5 53 0" stroke="#8a8478" stroke-width="1" fill="none"/>
<path d="M94 140c6 5 46 5 52 0l-4 60c-2 6-42 6-44 0z" fill="${g('bamboo')}"/><path d="M96 168c10 5 38 5 48 0" stroke="#866430" stroke-width="2.400" fill="none"/><path d="M104 146l3 50" stroke="#fff6dc" stroke-width="4" stroke-linecap="round" opacity=".55"/>`,
    };
  },
  sencha: (id, g) => packet(id, g, { paper: ['#f7f3e6', '#e6dfca', '#bdb498'], band: '#5f7444', kanji: '煎茶', leaf: true }),
  hojicha: (id, g) => packet(id, g, { paper: ['#d7b48b', '#bd946a', '#8c6641'], band: '#4a2d1c', kanji: '茎焙', leaf: false }),
};

function packet(id, g, { paper: [light, middle, dark], band, kanji, leaf }) {
  const beside = leaf
    ? '<path d="M182 186c6-26 26-32 38-34-1 16-10 36-38 34z" fill="#7d9a52"/><path d="M182 186c12-8 24-18 36-32" stroke="#4f6a2f" stroke-width="1.400" fill="none"/><path d="M176 190c-2-14 4-26 12-32 4 12 2 26-12 32z" fill="#93ad66"/><path d="M176 190c4-10 8-20 12-30" stroke="#5d7a3a" stroke-width="1.200" fill="none"/>'
    : '<g stroke="#6b4425" stroke-linecap="round" stroke-width="4.500"><path d="M180 186l24-8M190 194l26-2M204 184l18 6M186 178l14-10M212 178l10-8"/></g><g stroke="#a97a4b" stroke-linecap="round" stroke-width="3"><path d="M184 192l16-12M200 192l22-10M194 172l20 6"/></g>';
  return {
    defs: `${across(id('paper'), [0, light], [0.5, middle], [1, dark])}`,
    body: `${shadow(196, 62, 124)}
<path d="M74 62l10-8h62l10 8 8 124c0 7-4 10-10 10H74c-6 0-10-3-10-10z" fill="${g('paper')}"/><path d="M84 54h62l10 8H74z" fill="${dark}" opacity=".7"/><path d="M72 84h86" stroke="${dark}" stroke-width="1.400" opacity=".6"/><path d="M70 62h90l1 20H69z" fill="${light}" opacity=".5"/>
<path d="M74 73h82" stroke="${band}" stroke-width="3"/><path d="M108 66c-8-8-18 2-6 7 8 3 12-2 14-2 2 0 6 5 14 2 12-5 2-15-6-7-4 4-6 6-8 6s-4-2-8-6z" fill="none" stroke="${band}" stroke-width="2.400"/>
<rect x="94" y="98" width="44" height="76" rx="2" fill="#fffdf6"/><rect x="97" y="101" width="38" height="70" rx="1" fill="none" stroke="${band}" stroke-width="1.200"/>
<text x="116" y="${130}" text-anchor="middle" font-family="'Hiragino Mincho ProN','Yu Mincho','Noto Serif CJK JP',serif" font-size="23" font-weight="600" fill="${band}">${kanji[0]}</text><text x="116" y="${159}" text-anchor="middle" font-family="'Hiragino Mincho ProN','Yu Mincho','Noto Serif CJK JP',serif" font-size="23" font-weight="600" fill="${band}">${kanji[1]}</text>
<path d="M80 92l-5 92" stroke="#fff" stroke-width="4" stroke-linecap="round" opacity=".45"/>${beside}`,
  };
}
