/** What stays out of the manifest: `#private` members, and what is marked @internal. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      for (const declaration of module.declarations ?? []) {
        if (declaration.members === undefined) continue;
        declaration.members = declaration.members.filter(({ name, privacy }) => !name.startsWith('#') && privacy !== 'private' && privacy !== 'protected');
        // Lit's lifecycle is Lit's to document.
        const lifecycle = new Set(['connectedCallback', 'disconnectedCallback', 'adoptedCallback', 'attributeChangedCallback', 'formResetCallback', 'willUpdate', 'update', 'updated', 'firstUpdated', 'render', 'createRenderRoot', 'properties', 'styles', 'observedAttributes', 'shadowRootOptions']);
        declaration.members = declaration.members.filter(({ name }) => !lifecycle.has(name));
      }
    }
    // Only modules that declare an element or its events are of use to an editor.
    customElementsManifest.modules = customElementsManifest.modules
      .filter(({ path, exports = [] }) => /\/define\//.test(path) || exports.length > 0)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

export default {
  globs: ['src/elements/**/*.ts', 'src/agent/**/*.ts', 'src/define/*.ts'],
  exclude: ['**/*.styles.ts', '**/styles.ts'],
  litelement: true,
  packagejson: false,
  outdir: '.build/manifest',
  plugins: [publicOnly],
};
