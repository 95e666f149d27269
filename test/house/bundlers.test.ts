import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { basename, join, posix, sep } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build as vite } from 'vite';
import ts from 'typescript';
import webpack from 'webpack';
import { build, served } from '../../scripts/build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What an app imports: every entry that the package has, but the one for LiveKit. */
const everything = `
  import { ChatWidget } from 'warmline';
  import 'warmline/define/chat-widget.js';
  import 'warmline/define/chat-panel.js';
  import 'warmline/define/agent-console.js';
  import 'warmline/define/call-prompt.js';
  import 'warmline/define/call-controls.js';
  globalThis.widget = ChatWidget;
`;

/** Of custom-elements.json. */
interface Manifest {
  readonly modules: readonly {
    readonly path: string;
    readonly declarations: readonly { readonly tagName?: string }[];
    readonly exports: readonly { readonly kind: string; readonly name: string; readonly declaration: { readonly name: string; readonly module: string } }[];
  }[];
}

/** A folder like an app's own, with the package and what it needs in it: copies, since a link leads back to what is installed here. */
async function appFolder(packages: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'warmline-app-'));
  const installed = new Set<string>();
  const install = async (name: string): Promise<void> => {
    if (installed.has(name)) return;
    installed.add(name);
    const from = join(root, 'node_modules', name);
    await cp(from, join(folder, 'node_modules', name), { recursive: true, dereference: true, filter: (path) => !/\.(map|umd\.js)$|[\\/]src$/.test(path) });
    const { dependencies = {} } = JSON.parse(await readFile(join(from, 'package.json'), 'utf8')) as { readonly dependencies?: Readonly<Record<string, string>> };
    for (const each of Object.keys(dependencies)) await install(each);
  };
  for (const name of packages) await install(name);
  const warmline = join(folder, 'node_modules', 'warmline');
  await mkdir(warmline, { recursive: true });
  for (const each of ['dist', 'types', 'package.json']) await cp(join(root, each), join(warmline, each), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'app', type: 'module' }));
  await writeFile(join(folder, 'index.html'), '<script type="module" src="/app.js"></script>');
  return folder;
}

const bundlers: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  webpack: (folder) =>
    new Promise((resolve, reject) => {
      webpack({ mode: 'production', context: folder, entry: './app.js', output: { path: join(folder, 'out') }, performance: false }, (error, stats) => {
        const complaint = error ?? (stats?.hasErrors() === true ? new Error(stats.toString('errors-only')) : null);
        if (complaint) reject(complaint);
        else resolve();
      });
    }),
  Vite: async (folder) => {
    await vite({ root: folder, configFile: false, logLevel: 'silent', build: { outDir: 'out', target: 'es2022' } });
  },
};

/** Of all files that were made: those that hold LiveKit's client or its worker, by a name of theirs that no bundler shortens. */
async function filesWithLiveKit(folder: string): Promise<{ readonly those: readonly string[]; readonly all: number }> {
  const files = (await readdir(join(folder, 'out'), { recursive: true })).filter((file) => file.endsWith('.js'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, 'out', file), 'utf8')));
  return { those: files.filter((_, index) => texts[index]?.includes('localTrackPublished')), all: files.length };
}

/** What the compiler says to the modules of somebody who is strict and checks the packages' declarations too. */
function complaintsOf(files: readonly string[], how: Pick<ts.CompilerOptions, 'module' | 'moduleResolution'>): readonly string[] {
  const program = ts.createProgram(files, {
    ...how,
    jsx: ts.JsxEmit.ReactJSX,
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false, skipDefaultLibCheck: true, noEmit: true, types: [] },
    target: ts.ScriptTarget.ES2022,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => `${basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

/** A page's use of each element, by its registering import alone. */
const typed: Readonly<Record<string, string>> = {
  'chat-widget': "element.addEventListener('chat-open', (event) => event.preventDefault()); const said: string | undefined = (await element.ready).chat.snapshot.conversation?.id;",
  'chat-panel': "element.session = null; element.addEventListener('chat-minimise', ({ type }) => type);",
  'call-prompt': "element.session = null; element.addEventListener('call-accept', ({ choice }) => choice === 'audio');",
  'call-controls': "element.compact = true; element.addEventListener('call-ended', ({ type }) => type);",
  'agent-console': "element.tokenProvider = () => Promise.resolve('token');",
};

/** Every tag in JSX, with all that a page may write on one; and what it may not. */
const jsx = `
  import type {} from 'warmline/react';
  import type { AgentConsole, SupportSession } from 'warmline';
  export const page = (session: SupportSession, { tokenProvider }: AgentConsole) => (
    <>
      <chat-widget server="https://chat.example" site="shop" customer="7" customer-token={undefined} lang="ja" class="chat" style={{ inset: 0 }} slot="a" part="b"
        ref={(widget) => void widget?.ready} key="chat" id="chat" backends={{}} onchat-open={(event) => event.preventDefault()} onchat-opened={({ type }) => type}>
        <svg slot="launcher" />
      </chat-widget>
      <chat-panel session={session} onchat-minimise={() => undefined} />
      <call-prompt session={session} oncall-accept={({ choice }) => choice === 'audio'} />
      <call-controls session={null} compact oncall-ended={({ type }) => type} />
      <agent-console server="https://chat.example" page-title tokenProvider={tokenProvider} />
      {/* @ts-expect-error no such attribute */}
      <chat-widget sites="shop" />
      {/* @ts-expect-error no session at all */}
      <call-prompt session="shop" />
    </>
  );
`;

/** The names of Vue's that its elements' types are made of, as small as they can be: Vue itself is not installed here. */
const vueStandIn = `
  export interface GlobalComponents {}
  export interface PublicProps { key?: string; ref?: unknown }
  export interface HTMLAttributes { id?: string; class?: unknown; style?: unknown; lang?: string }
`;
const vue = `
  import type {} from 'warmline/vue';
  import type { SupportSession } from 'warmline';
  import type { GlobalComponents } from 'vue';
  type Tags = GlobalComponents;
  type Props<Tag extends keyof Tags> = InstanceType<Tags[Tag]>['$props'];
  export const widget: Props<'chat-widget'> = { server: 'https://chat.example', site: 'shop', customer: '7', customerToken: 'x', lang: 'ja', class: 'chat', part: 'b', slot: 'a', key: 'chat' };
  export const prompt = (session: SupportSession): Props<'call-prompt'> => ({ session });
  export const others: [Props<'chat-panel'>, Props<'call-controls'>, Props<'agent-console'>] = [{ open: true }, { compact: true }, { pageTitle: true }];
  export const heard: Props<'chat-widget'> = { onChatOpen: (event) => event.preventDefault(), onChatOpened: ({ type }) => type };
  // @ts-expect-error no such attribute
  export const wrong: Props<'chat-widget'> = { sites: 'shop' };
`;

describe('the npm package in an app of its own', { concurrency: false }, () => {
  let without: string;
  let withLiveKit: string;
  before(async () => {
    await build(['widget', 'package']);
    without = await appFolder(['lit', 'valibot']);
    withLiveKit = await appFolder(['lit', 'valibot', 'livekit-client', '@types/react']);
    await mkdir(join(withLiveKit, 'node_modules', 'vue'));
    await writeFile(join(withLiveKit, 'node_modules', 'vue', 'package.json'), JSON.stringify({ name: 'vue', type: 'module', types: './index.d.ts' }));
    await writeFile(join(withLiveKit, 'node_modules', 'vue', 'index.d.ts'), vueStandIn);
    await writeFile(join(without, 'app.js'), everything);
    await writeFile(join(withLiveKit, 'app.js'), `${everything} import 'warmline/livekit';`);
  });
  after(async () => await Promise.all([without, withLiveKit].map((folder) => rm(folder, { recursive: true, force: true }))));

  for (const [name, bundle] of Object.entries(bundlers)) {
    test(`${name} builds it where livekit-client is not installed`, async () => {
      await bundle(without);
      const { those, all } = await filesWithLiveKit(without);
      assert.ok(all > 1, 'what is loaded later is in files of its own');
      assert.deepEqual(those, []);
    });

    test(`${name} builds warmline/livekit, with LiveKit's client and its worker in files that are loaded later`, async () => {
      await bundle(withLiveKit);
      const { those } = await filesWithLiveKit(withLiveKit);
      assert.equal(those.length, 2, those.join(', '));
      assert.deepEqual(those.filter((file) => /^(main|assets\/index-[\w-]+)\.js$/.test(file)), [], 'is what the page begins with');
    });

    test(`${name} says what is missing to who imports warmline/livekit without it`, async () => {
      await writeFile(join(without, 'app.js'), "import 'warmline/livekit';");
      await assert.rejects(bundle(without), /livekit-client/);
      await writeFile(join(without, 'app.js'), everything);
    });
  }

  const resolutions = {
    bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  };
  for (const [name, how] of Object.entries(resolutions)) {
    test(`TypeScript (${name}) knows each tag by the import that registers it, and the documents' own lines`, async () => {
      const [, readme = ''] = /```js\n([^`]+)```/.exec(await readFile(join(root, 'README.md'), 'utf8')) ?? [];
      assert.ok(readme.includes("querySelector('chat-widget')"), 'the README has its lines');
      const [, alone = ''] = /```js\n([^`]+)```/.exec(await readFile(join(root, 'docs', 'architecture.md'), 'utf8')) ?? [];
      assert.ok(alone.includes('new CustomerSession('), 'docs/architecture.md has its lines');
      const modules = {
        ...Object.fromEntries(
          Object.entries(typed).map(([tag, use]) => [tag, `import 'warmline/define/${tag}.js';\nconst element = document.createElement('${tag}');\n${use}\nexport {};`]),
        ),
        alone: alone.replace("calls: 'unsupported'", "calls: 'unsupported' as const"),
        readme: readme.replace("querySelector('chat-widget');", "querySelector('chat-widget')!;"),
      };
      const files = Object.entries(modules).map(([each, text]) => [join(withLiveKit, `${each}.ts`), text] as const);
      for (const [file, text] of files) await writeFile(file, text);
      assert.deepEqual(complaintsOf(files.map(([file]) => file), how), []);
    });
  }

  for (const [name, how] of Object.entries(resolutions)) {
    test(`TypeScript (${name}) knows each tag in JSX and in Vue’s templates by a line of types`, async () => {
      const files = Object.entries({ 'page.tsx': jsx, 'vue.ts': vue }).map(([each, text]) => [join(withLiveKit, each), text] as const);
      for (const [file, text] of files) await writeFile(file, text);
      assert.deepEqual(complaintsOf(files.map(([file]) => file), how), []);
    });
  }

  for (const [name, how] of Object.entries(resolutions)) {
    test(`TypeScript (${name}) takes every example of docs/npm.md`, async () => {
      const page = await readFile(join(root, 'docs', 'npm.md'), 'utf8');
      const files = [...page.matchAll(/^```(tsx?)\n([^]*?)^```$/gm)].map(([, kind = '', text = ''], index) => [join(withLiveKit, `example-${index}.${kind}`), text] as const);
      assert.equal(files.length, page.match(/^```tsx?$/gm)?.length);
      assert.ok(files.length > 4, `${files.length} examples`);
      for (const [file, text] of files) await writeFile(file, text);
      assert.deepEqual(complaintsOf(files.map(([file]) => file), how), []);
    });
  }

  test('of its files an app can import one for each tag and those of the script tag, and no other', async () => {
    const { modules } = JSON.parse(await readFile(join(root, 'custom-elements.json'), 'utf8')) as Manifest;
    const tags = modules.flatMap(({ declarations }) => declarations.flatMap(({ tagName }) => tagName ?? []));
    assert.ok(tags.includes('chat-widget'), tags.join(' '));
    const files = (await readdir(join(root, 'dist'), { recursive: true })).filter((file) => file.endsWith('.js')).map((file) => file.split(sep).join('/'));
    const { resolve } = createRequire(join(withLiveKit, 'app.js'));
    const canImport = (path: string): boolean => {
      try {
        return existsSync(resolve(`warmline/${path}`));
      } catch {
        return false;
      }
    };
    const open = [...files, ...files.map((file) => `dist/${file}`)].filter(canImport);
    assert.deepEqual(open.sort(), [...tags.map((tag) => `define/${tag}.js`), 'warmline.all.js', 'warmline.livekit.js', 'warmline.livekit-worker.js'].sort());
  });

  test('the manifest says which of them registers which tag', async () => {
    const { modules } = JSON.parse(await readFile(join(root, 'custom-elements.json'), 'utf8')) as Manifest;
    const told = modules.flatMap(({ path, exports }) => exports.filter(({ kind }) => kind === 'custom-element-definition').map(({ name, declaration }) => ({ path, name, declaration })));
    const tags = modules.flatMap(({ declarations }) => declarations.flatMap(({ tagName }) => tagName ?? []));
    assert.deepEqual(told.map(({ path }) => path).sort(), tags.map((tag) => `dist/define/${tag}.js`).sort());
    for (const { path, name, declaration } of told) {
      assert.equal(path, `dist/define/${name}.js`);
      const { declarations = [] } = modules.find((each) => each.path === declaration.module) ?? {};
      assert.deepEqual(declarations.map(({ tagName }) => tagName), [name]);
      assert.ok(existsSync(join(root, path)) && existsSync(join(root, declaration.module)), path);
    }
  });

  test('it shares what it depends on with an app that has another release of it', async () => {
    const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
    assert.deepEqual(Object.entries(dependencies).filter(([, range]) => !range.startsWith('^')), []);
  });

  test('a server without a DOM imports every entry', async () => {
    const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly exports: Readonly<Record<string, unknown>> };
    // The script tag's files run in browsers alone.
    const names = Object.keys(exports).filter((name) => !/\.json$|^\.\/warmline\./.test(name)).map((name) => name.replace('.', 'warmline'));
    assert.ok(names.includes('warmline') && names.includes('warmline/define/chat-widget.js'), names.join(' '));
    const script = `
      for (const name of ${JSON.stringify(names)}) await import(name);
      const { ChatWidget, CallControls } = await import('warmline');
      console.log(JSON.stringify([typeof ChatWidget, typeof CallControls]));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: withLiveKit });
    assert.deepEqual(JSON.parse(stdout), ['function', 'function']);
  });
});

test('what of the README and the pages in the package leads to another page leads to one in the package, or says that it is in the repository', async () => {
  const { files } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { readonly files: readonly string[] };
  const pages = files.filter((file) => file.endsWith('.md'));
  assert.ok(pages.includes('README.md') && pages.includes('docs/npm.md'), pages.join(' '));
  for (const page of pages) {
    const text = await readFile(join(root, page), 'utf8');
    const away = text
      .split('\n')
      .filter((line) => !/^(In the repository alone: |リポジトリのみ：|!\[)/.test(line))
      .flatMap((line) => [...line.matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => posix.join(posix.dirname(page), link)));
    const inPackage = (link: string): boolean => files.some((file) => link === file || link.startsWith(`${file}/`));
    assert.deepEqual(away.filter((link) => !inPackage(link)), page === 'docs/security.md' ? ['docs/decisions/a-key-of-the-two-ends.md'] : [], page);
    for (const link of away) assert.ok(existsSync(join(root, link)), `${page}: ${link}`);
  }
});

test("the server's npm package is built as it is packed, and says what it is and under which licence", async () => {
  const folder = join(root, 'server');
  const { scripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { readonly scripts: { readonly prepack: string } };
  assert.equal(scripts.prepack, `node ../scripts/build.mjs ${served.join(' ')} --force`);
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder, shell: process.platform === 'win32' });
  const [packed] = JSON.parse(stdout) as readonly [{ readonly files: readonly { readonly path: string }[] }];
  const names = packed.files.map(({ path }) => path).filter((path) => !/^(dist|public)\//.test(path));
  assert.deepEqual(names.sort(), ['LICENSE', 'README.md', 'bin/warmline-server.mjs', 'package.json']);
});
