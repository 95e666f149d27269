// The house's one-way streets (docs/architecture.md). scripts/check/architecture.mjs runs it, and fails too where it read no modules.
const one = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layers = {
  protocol: [],
  session: ['protocol'],
  // Words are kept by key, and some keys are the protocol's reasons.
  locales: ['protocol'],
  chat: ['session/contracts', 'protocol'],
  media: ['session/contracts', 'protocol'],
  cobrowse: ['session/contracts', 'protocol'],
  elements: ['locales', 'session', 'protocol'],
  agent: ['elements', 'locales', 'session', 'protocol'],
  embed: ['elements', 'agent', 'chat', 'media', 'cobrowse', 'locales', 'session', 'protocol'],
  define: ['embed', 'elements', 'agent', 'chat', 'media', 'cobrowse', 'locales', 'session', 'protocol'],
};

const downward = Object.entries(layers).map(([layer, below]) =>
  one(
    `${layer}-imports-down`,
    below.length === 0 ? `src/${layer} imports nothing else of src.` : `src/${layer} may import ${below.join(', ')} and nothing else of src.`,
    { path: `^src/${layer}/` },
    { path: '^src/', pathNot: [layer, ...below].map((folder) => `^src/${folder}/`) },
  ),
);

export default {
  forbidden: [
    ...downward,
    one('contracts-stand-alone', 'A contract speaks of the domain, not of who fulfils it.', { path: '^src/session/contracts/' }, { path: '^src/', pathNot: '^src/(session/contracts|protocol)/' }),
    one('adapters-stand-alone', 'An adapter knows its contract, never the next adapter.', { path: '^src/media/([^/]+)/' }, { path: '^src/media/(?!$1/|devices/)[^/]+/' }),
    one('index-does-nothing', 'Importing the package registers nothing.', { path: '^src/index\\.ts$' }, { path: '^src/define/' }),
    one('src-knows-no-house', 'The product knows neither its server nor its tests.', { path: '^src/' }, { path: '^(server|test|demo|bench|scripts)/' }),
    one('server-sees-the-protocol', 'The server uses src/protocol and nothing else of src.', { path: '^server/' }, { path: '^src/', pathNot: '^src/protocol/' }),
    one('server-stands-alone', 'The server is a package of its own.', { path: '^server/src/' }, { path: '^(test|demo|bench|scripts)/' }),
    one('core-has-one-library', 'The protocol and the core import the schema library and nothing else.', { path: '^src/(protocol|session)/' }, { dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'core'], pathNot: 'node_modules/valibot/' }),
    one('lit-draws', 'Lit belongs to what is drawn.', { path: '^src/', pathNot: '^src/(elements|agent)/' }, { path: 'node_modules/(lit|lit-html|lit-element|@lit)/' }),
    one('livekit-in-its-adapter', "LiveKit's client is an optional peer: its adapter alone mentions it.", { path: '^src/', pathNot: '^src/media/livekit/' }, { path: 'node_modules/livekit-client/' }),
    one('known-libraries', 'What a page loads: Lit, the schema library, and LiveKit where there is a call over it.', { path: '^src/' }, { path: 'node_modules/', pathNot: 'node_modules/(lit|lit-html|lit-element|@lit/[^/]+|valibot|livekit-client)/' }),
    one('no-circles', 'Two files that need one another are one file, or three.', {}, { circular: true }),
    // Node 20 has no node:sqlite, and the server asks before it imports it.
    one('resolvable', 'An import that leads nowhere.', {}, { couldNotResolve: true, pathNot: '^node:' }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(server/(dist|public)|dist)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'], extensions: ['.ts', '.js', '.mjs', '.d.ts'] },
  },
};
