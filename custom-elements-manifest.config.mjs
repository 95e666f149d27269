/** Tags are registered in src/define with `define(tag, Class)`, apart from their classes: this brings the two together. */
const tagsFromDefine = () => {
  const tags = new Map();
  return {
    name: 'tags-from-define',
    analyzePhase({ ts, node }) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'define') return;
      const [tag, element] = node.arguments;
      if (tag !== undefined && element !== undefined && ts.isStringLiteral(tag)) tags.set(element.getText(), tag.text);
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const { declarations = [] } of customElementsManifest.modules) {
        for (const declaration of declarations) {
          const tagName = tags.get(declaration.name);
          if (declaration.kind === 'class' && tagName !== undefined) Object.assign(declaration, { tagName, customElement: true });
        }
      }
    },
  };
};

/** The elements that a page may use; what the agent's console is made of inside is its own affair. */
const offered = ['agent-console', 'call-controls', 'call-prompt', 'chat-panel', 'chat-widget'];

/** Lit's and the platform's, for them to document. */
const lifecycle = new Set(
  'connectedCallback disconnectedCallback adoptedCallback attributeChangedCallback willUpdate update updated firstUpdated render createRenderRoot properties styles observedAttributes shadowRootOptions'.split(' '),
);

/** What a class says it has: the analyzer also takes what its constructor sets on other objects (`picture.name = …`) for its own. And not what is for its own parts alone. */
const declaredOnly = () => {
  const declared = new Map();
  return {
    name: 'declared-only',
    analyzePhase({ ts, node }) {
      if (!ts.isClassDeclaration(node) || !node.name) return;
      const isInternal = (member) => ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal');
      declared.set(node.name.text, new Set(node.members.filter((member) => !isInternal(member)).map(({ name }) => name?.getText())));
    },
    packageLinkPhase({ customElementsManifest }) {
      for (const { declarations = [] } of customElementsManifest.modules) {
        for (const declaration of declarations) {
          declaration.members = declaration.members?.filter(({ name, inheritedFrom = declaration }) => declared.get(inheritedFrom.name)?.has(name) ?? true);
        }
      }
    },
  };
};

/** Which of the package's modules registers which tag, for generators that import it. */
const definitions = () => {
  const found = [];
  return {
    name: 'definitions',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'define') return;
      const [tag, element] = node.arguments;
      if (offered.includes(tag?.text)) found.push({ path: moduleDoc.path, tag: tag.text, element: element.getText() });
    },
    packageLinkPhase({ customElementsManifest }) {
      const modules = found.map(({ path, tag, element }) => {
        const { path: module } = customElementsManifest.modules.find(({ declarations }) => declarations.some(({ tagName }) => tagName === tag));
        return { kind: 'javascript-module', path, declarations: [], exports: [{ kind: 'custom-element-definition', name: tag, declaration: { name: element, module } }] };
      });
      customElementsManifest.modules = [...customElementsManifest.modules, ...modules].sort((a, b) => (a.path < b.path ? -1 : 1));
    },
  };
};

/** Where the package has what the repository has in `src`. */
const packagePaths = {
  name: 'package-paths',
  packageLinkPhase({ customElementsManifest }) {
    const published = (path) => path.replace(/^\/?src\/(.+)\.ts$/, 'dist/$1.js');
    const visit = (value) => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (typeof inner === 'string' && (key === 'path' || key === 'module')) value[key] = published(inner);
        else visit(inner);
      }
    };
    visit(customElementsManifest.modules);
  },
};

/** What an editor can use: the offered elements, what they build on and their events, without `#private` members. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    const isOffered = ({ tagName, superclass, kind, name }) =>
      offered.includes(tagName) || (kind === 'class' && (superclass?.name === 'Event' || name === 'SessionElement'));
    for (const module of customElementsManifest.modules) {
      module.declarations = (module.declarations ?? []).filter((declaration) => isOffered(declaration) && (!/^src\/agent\//.test(module.path) || declaration.tagName !== undefined));
      const names = new Set(module.declarations.map(({ name }) => name));
      module.exports = (module.exports ?? []).filter(({ declaration }) => names.has(declaration?.name));
      for (const declaration of module.declarations) {
        const isOwn = ({ name, privacy }) => !/^[#_]/.test(name) && privacy !== 'private' && privacy !== 'protected' && !lifecycle.has(name);
        declaration.members = declaration.members?.filter(isOwn);
        declaration.attributes = declaration.attributes?.filter(({ fieldName }) => !fieldName?.startsWith('_'));
        // What the analyzer guesses from `dispatchEvent(new SomeEvent(...))` has no name of its own; @fires has.
        declaration.events = declaration.events?.filter(({ description }) => description);
      }
    }
    customElementsManifest.modules = customElementsManifest.modules.filter(({ declarations }) => declarations.length > 0).sort((a, b) => (a.path < b.path ? -1 : 1));
  },
};

export default {
  globs: ['src/elements/**/*.ts', 'src/agent/**/*.ts', 'src/define/*.ts'],
  exclude: ['**/*.styles.ts', '**/styles.ts'],
  litelement: true,
  packagejson: false,
  outdir: '.build/manifest',
  plugins: [tagsFromDefine(), declaredOnly(), publicOnly, definitions(), packagePaths],
};
