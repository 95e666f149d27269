// Builds what is stale: `node scripts/build.mjs [part ...] [--force]`. A part is stale when a file it is made of changed its content
// since the last build, or when what it makes is gone.
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { compress, withForms } from './compress.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);

const published = 'server/public';
const tools = ['package-lock.json', 'tsconfig.json'];

/** In the order in which they are made. */
const parts = {
  widget: {
    from: ['src', 'rollup.config.mjs', ...tools],
    makes: [`${published}/warmline.js`, `${published}/warmline.all.js`, `${published}/warmline.livekit.js`, `${published}/warmline.livekit-worker.js`, `${published}/warmline.js.br`, '.build/widget.json'],
    build: async () => {
      const { customer, allInOne, allInOneLiveKit } = await import('../rollup.config.mjs');
      const chunks = await bundle(customer);
      writeFileSync('.build/widget.json', JSON.stringify(chunks, null, 1));
      await bundle(allInOne);
      await bundle(allInOneLiveKit);
      await compress(published);
      sweep('chunks', chunks);
    },
  },
  agent: {
    from: ['src', 'demo/agent', 'rollup.config.mjs', ...tools],
    makes: [`${published}/agent/index.html`, `${published}/agent/console.js`, `${published}/agent/console.js.br`],
    build: async () => {
      const { agent } = await import('../rollup.config.mjs');
      const chunks = await bundle(agent);
      cpSync('demo/agent', `${published}/agent`, { recursive: true });
      await compress(published);
      sweep('agent/chunks', chunks);
    },
  },
  shop: {
    from: ['demo'],
    makes: [`${published}/shop/index.html`, `${published}/shop/index.html.br`],
    build: async () => {
      const { buildShop } = await import(pathToFileURL('demo/shop/build.mjs').href);
      buildShop(`${published}/shop`);
      await compress(published);
    },
  },
  server: {
    from: ['server/src', 'server/build.mjs', 'server/package.json', 'src/protocol', ...tools],
    makes: ['server/dist/main.js'],
    build: () => run(process.execPath, ['build.mjs'], 'server'),
  },
  package: {
    from: ['src', 'tsconfig.build.json', 'scripts/build.mjs', ...tools],
    makes: ['dist/index.js', 'dist/index.d.ts', 'dist/warmline.all.js', 'dist/warmline.livekit.js', 'dist/warmline.livekit-worker.js'],
    build: () => {
      rmSync('dist', { recursive: true, force: true });
      run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
      standInForPage('dist');
      for (const name of ['warmline.all.js', 'warmline.livekit.js', 'warmline.livekit-worker.js']) cpSync(`${published}/${name}`, `dist/${name}`);
    },
  },
};

/** What `npm start` and the end-to-end tests need. */
export const served = ['widget', 'agent', 'shop', 'server'];

/** Builds those parts that are stale, and says which. */
export async function build(names = Object.keys(parts), { force = false } = {}) {
  mkdirSync('.build', { recursive: true });
  mkdirSync(published, { recursive: true });
  for (const name of names) {
    const part = parts[name];
    if (part === undefined) throw new Error(`There is no part "${name}": ${Object.keys(parts).join(', ')}.`);
    const stamp = `.build/${name}.stamp`;
    const content = contentOf(part.from);
    const isFresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === content && part.makes.every((path) => existsSync(path));
    if (isFresh && !force) continue;
    const started = performance.now();
    rmSync(stamp, { force: true });
    await part.build();
    const missing = part.makes.filter((path) => !existsSync(path));
    if (missing.length > 0) throw new Error(`Building "${name}" did not make ${missing.join(', ')}.`);
    writeFileSync(stamp, content);
    console.log(`Built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  }
}

/** What an element's module reads of a page as it is imported, and what there is instead where a server renders pages. */
const standIns = { HTMLElement: 'class {}', location: "{ origin: '' }" };

/** The script tag's build, which runs in browsers alone, does without this. */
function standInForPage(folder) {
  for (const file of filesUnder(folder)) {
    const text = file.endsWith('.js') ? readFileSync(file, 'utf8') : '';
    if (!/ extends HTMLElement \{/.test(text)) continue;
    const mentioned = Object.entries(standIns).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text));
    writeFileSync(file, `${mentioned.map(([name, instead]) => `const ${name} = globalThis.${name} ?? ${instead};\n`).join('')}${text}`);
  }
}

/** Files beside the chunks: a worker has an address of its own. */
const assets = new Set();

async function bundle(config) {
  const { rollup } = await import('rollup');
  const made = await rollup(config);
  const { output } = await made.write(config.output);
  await made.close();
  for (const { fileName, type } of output) if (type === 'asset') assets.add(fileName);
  return output
    .filter((file) => file.type === 'chunk')
    .map((chunk) => ({
      file: chunk.fileName,
      isEntry: chunk.isEntry,
      bytes: Buffer.byteLength(chunk.code),
      gzip: gzipSync(chunk.code, { level: 9 }).length,
      imports: chunk.imports,
      dynamicImports: chunk.dynamicImports,
      modules: Object.fromEntries(
        Object.entries(chunk.modules).map(([id, { renderedLength }]) => [relative(root, id.replace(/^\0/, '')).split(sep).join('/'), renderedLength]),
      ),
    }));
}

/** Takes away what an earlier build left, after the new files are there in every form: a server that runs meanwhile never serves a hole. */
function sweep(folder, chunks) {
  if (!existsSync(join(published, folder))) return;
  const made = new Set([...chunks.map(({ file }) => file), ...assets].flatMap(withForms));
  for (const name of readdirSync(join(published, folder))) if (!made.has(`${folder}/${name}`)) rmSync(join(published, folder, name));
}

function contentOf(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const path of paths) {
    for (const file of filesUnder(path)) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesUnder(join(path, entry.name)));
}

function run(command, args, cwd = root) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${relative(root, args[0])} ended with ${status}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  try {
    await build(names.length > 0 ? names : undefined, { force: process.argv.includes('--force') });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
