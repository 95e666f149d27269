import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { transform } from 'esbuild';
import esbuild, { minify } from 'rollup-plugin-esbuild';
import uglify from 'uglify-js';

/**
 * Lit makes a Trusted Types policy when it loads. A page whose policy names `lit-html` for its own copy would refuse a second one of
 * that name, and the widget would die: the script tag's build brings a name of its own.
 */
const trustedTypesPolicy = 'warmline';

const ownTrustedTypesPolicy = {
  name: 'own-trusted-types-policy',
  transform(code, id) {
    if (!/[\\/]lit-html[\\/](?:[^\\/]+[\\/])*lit-html\.js$/.test(id)) return null;
    const renamed = code.replace(/createPolicy\((["'])lit-html\1/, `createPolicy("${trustedTypesPolicy}"`);
    if (renamed === code) this.error('lit-html no longer names its Trusted Types policy the way this build expects.');
    return { code: renamed, map: null };
  },
};

/**
 * A customer's page pays for bytes. It needs verdicts only: the words for what is wrong stay with Valibot. And it draws with a few of the
 * abilities of Lit's templates. Each stand-in is held against its original by a test.
 */
const standIns = { valibot: 'src/protocol/lean-valibot.ts', 'lit/html.js': 'src/elements/shared/lean-html.ts' };
const lean = {
  name: 'lean-stand-ins',
  resolveId: (id) => (id in standIns ? fileURLToPath(new URL(standIns[id], import.meta.url)) : null),
};

/**
 * npm's page says by importing `warmline/livekit` that it wants LiveKit. Every page of the server's has it, behind an `import()` that runs when
 * such a call rings: where a call is put together, its entry is imported.
 */
const withLiveKit = {
  name: 'with-livekit',
  transform: (code, id) => (/[\\/]define[\\/](open-call|agent-console)\.ts$/.test(id) ? { code: `import './livekit.ts';${code}`, map: null } : null),
};

/** What the panel shows of a call always comes with the call: from the one chunk that holds both. */
const callInOneChunk = {
  name: 'call-in-one-chunk',
  resolveDynamicImport: (id) => (id === './panel-calls.ts' ? fileURLToPath(new URL('src/define/open-call.ts', import.meta.url)) : null),
};

/**
 * A few lines that a call shares with chunks of which it does not have to know: in a chunk of their own, which a call then waits for too, they
 * weigh more than twice in its own.
 */
const ownCopies = {
  name: 'own-copies',
  resolveId: (id, importer) =>
    id.endsWith('/more-icons.ts') && importer.endsWith('/call-icons.ts') ? fileURLToPath(new URL(id.replace('.ts', '.copy.ts'), `file://${importer}`)) : null,
  load: (id) => (id.endsWith('.copy.ts') ? readFileSync(id.replace('.copy.ts', '.ts'), 'utf8') : null),
};

/**
 * Firefox remembers a module that did not come, by its address, for as long as the page stays: pressing again would never help. Each further try at
 * the chat has an address of its own, `chunks1/…`, where the server has the same files, so that whatever the chat imports from there fits.
 */
const anotherAddress = {
  name: 'another-address',
  renderChunk(code, { name }) {
    if (name !== 'warmline') return null;
    const mention = /import\((["'])\.\/chunks(\/open-chat.*open\(\.\.\.asked\))\)/s;
    if (!mention.test(code)) this.error('The chat is not imported the way this build expects.');
    return { code: `let failed="";${code.replace(mention, 'import($1./chunks$1+failed+$1$2,(cause)=>{failed++;throw cause})')}`, map: null };
  },
};

/** LiveKit's worker for encryption is a file of its own: what a browser starts has an address. */
const workerFile = {
  name: 'worker-file',
  async transform(code, id) {
    const mention = "new Worker(new URL('livekit-client/e2ee-worker', import.meta.url), { type: 'module' })";
    if (!code.includes(mention)) return null;
    const text = readFileSync(fileURLToPath(import.meta.resolve('livekit-client/e2ee-worker')), 'utf8');
    const { code: source } = await transform(text, { minify: true, format: 'esm', target: 'es2022', legalComments: 'none' });
    const reference = this.emitFile({ type: 'asset', name: 'livekit-worker.js', source });
    return { code: code.replace(mention, `startAnywhere(new URL(import.meta.ROLLUP_FILE_URL_${reference}))`), map: null };
  },
};

/** A custom property's value is kept as it stands, but for the spaces that mean nothing in ours. */
const tight = (sheet) => sheet.trim().replace(/(--[\w-]+:) /g, '$1').replaceAll(', ', ',');

/** Style sheets are text in a template: esbuild knows today's CSS (nesting, containers), and changes nothing else of a module. */
const minifiedStyles = {
  name: 'minified-styles',
  async transform(code, id) {
    if (!id.endsWith('.ts') || !code.includes('css`')) return null;
    const sheets = [...code.matchAll(/\bcss`([^`$]*)`/g)];
    const minified = await Promise.all(sheets.map(([, sheet]) => transform(sheet, { loader: 'css', minify: true })));
    let at = 0;
    return { code: code.replace(/\bcss`[^`$]*`/g, () => `css\`${tight(minified[at++].code).replaceAll('\\', '\\\\')}\``), map: null };
  },
};

/**
 * What is minified has line breaks only where a template has them. Between tags and values they mean nothing; elsewhere, with what indents the next
 * line, one space is as good.
 */
const oneLine = {
  name: 'one-line',
  renderChunk: (code) => ({ code: code.trim().replace(/([>}])\s*\n\s*(?=[<$])/g, '$1').replace(/\s*\n\s*/g, ' '), map: null }),
};

/** What one minifier leaves, another finds: some 70 bytes of a chat and of a call. Without LiveKit's client, which is big, and mostly not ours. */
const secondOpinion = {
  name: 'second-opinion',
  renderChunk(code) {
    if (code.length > 100_000) return null;
    const { code: smaller, error } = uglify.minify(code, { module: true, mangle: false });
    if (error) this.error(error);
    return { code: smaller, map: null };
  },
};

/** That a constant is never assigned again was checked in the sources. Once minified, one word for what is declared is smaller than two. */
const oneWord = {
  name: 'one-word',
  renderChunk: (code) => ({ code: code.replace(/\bconst(?=[ {[])/g, 'let'), map: null }),
};

const plugins = (...first) => [
  ...first,
  nodeResolve({ exportConditions: ['production'], extensions: ['.ts', '.mjs', '.js'] }),
  ownTrustedTypesPolicy,
  withLiveKit,
  workerFile,
  minifiedStyles,
  esbuild({ target: 'es2022', tsconfig: 'tsconfig.json', legalComments: 'none' }),
  // Names given by esbuild first: what Terser makes of them is 1 % smaller once compressed. So are constants that stay where they were written.
  minify({ target: 'es2022', minify: false, minifyWhitespace: true, minifyIdentifiers: true, legalComments: 'none' }),
  terser({ module: true, ecma: 2020, compress: { passes: 3, lhs_constants: false }, format: { comments: false } }),
  secondOpinion,
  oneLine,
  oneWord,
];

/** Leaves a module out, to be found under that address. */
const besides = (module, address) => ({
  name: 'besides',
  resolveId: (id) => (id.endsWith(`/${module}`) ? { id: address, external: true } : null),
});

/** One page's code: an entry under a name that stays, and chunks named by content, which may be cached for ever. */
function page(input, entry, chunks, ...first) {
  return {
    input,
    plugins: plugins(...first),
    output: {
      dir: 'server/public',
      format: 'es',
      entryFileNames: entry,
      chunkFileNames: `${chunks}/[name]-[hash].js`,
      assetFileNames: `${chunks}/[name]-[hash][extname]`,
      compact: true,
      generatedCode: { preset: 'es2015', symbols: false },
      hoistTransitiveImports: false,
      freeze: false,
    },
    onwarn(warning, warn) {
      if (warning.code === 'CIRCULAR_DEPENDENCY' && warning.ids?.every((id) => id.includes('node_modules'))) return;
      warn(warning);
    },
  };
}

export const customer = page({ warmline: 'src/define/warmline.ts' }, 'warmline.js', 'chunks', lean, callInOneChunk, ownCopies, anotherAddress);
/** The entry holds the console itself: an entry that only imports it costs whoever signs in on a slow network a round trip more. */
export const agent = { ...page({ console: 'src/define/agent-console.ts' }, 'agent/console.js', 'agent/chunks'), preserveEntrySignatures: 'allow-extension' };

const oneFile = (file) => ({ file, format: 'es', inlineDynamicImports: true, assetFileNames: 'warmline.[name][extname]', compact: true, generatedCode: { preset: 'es2015', symbols: false } });

/**
 * The same as the script tag's entry in one file, for pages that pin what they load by its hash (subresource integrity). LiveKit, which is
 * three times as big, stays a file beside it, which an import map can pin.
 */
export const allInOne = {
  input: 'src/define/warmline.ts',
  plugins: [besides('livekit-backend.ts', './warmline.livekit.js'), ...plugins(lean, callInOneChunk)],
  output: oneFile('server/public/warmline.all.js'),
};
export const allInOneLiveKit = { input: 'src/media/livekit/livekit-backend.ts', plugins: plugins(lean), output: oneFile('server/public/warmline.livekit.js') };

export default [customer, agent, allInOne, allInOneLiveKit];
