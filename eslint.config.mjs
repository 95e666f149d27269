import tseslint from 'typescript-eslint';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';

/** A pause that hopes. Tests await an event, or move an injected clock. */
const noSleeps = ['> CallExpression', '> BlockStatement > ExpressionStatement > CallExpression'].map((body) => ({
  selector: `NewExpression[callee.name="Promise"] > ArrowFunctionExpression ${body}[callee.name=/^(setTimeout|setInterval)$/][arguments.length>1]`,
  message: 'No sleeps: await an event, or move an injected clock.',
}));

const style = [
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
  { selector: 'TSEnumDeclaration', message: 'A union of strings, not an enum.' },
  { selector: 'PropertyDefinition[accessibility="private"], MethodDefinition[accessibility="private"][kind!="constructor"]', message: 'Use #private.' },
  { selector: 'Decorator', message: 'static properties and declare fields, no decorators.' },
];

/** What a developer of the core must not reach for: it comes in through Environment. */
const injected = ['setTimeout', 'setInterval', 'fetch', 'WebSocket', 'localStorage', 'sessionStorage', 'crypto', 'performance', 'document', 'window', 'navigator'];

export default tseslint.config(
  {
    ignores: ['**/node_modules/', '**/dist/', 'server/public/', '.build/', '.warmline/', 'coverage/', 'docs/', 'demo/', 'bench/**/*.mjs', '**/*.mjs', '**/*.js', '**/*.cjs'],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', ...style],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
      'no-eval': 'error',
      'no-implied-eval': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      // A handler that starts work and lets it run is what an element does all day; a promise forgotten in the core is a bug.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      // It asks for `!`, which is not ours.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // `T | null` says more than a name that always comes last.
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
    },
  },
  {
    files: ['src/protocol/**/*.ts', 'src/session/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...injected.map((name) => ({ name, message: 'It comes in through Environment or a contract.' }))] },
  },
  {
    files: ['src/elements/**/*.ts', 'src/agent/**/*.ts'],
    extends: [lit.configs['flat/recommended'], wc.configs['flat/recommended'], litA11y.configs.recommended],
    languageOptions: { sourceType: 'module' },
    rules: {
      'lit/no-legacy-imports': 'error',
      'lit/no-template-arrow': 'error',
      'lit/no-template-bind': 'error',
      'lit/no-this-assign-in-render': 'error',
      'lit/no-useless-template-literals': 'error',
      'lit/prefer-static-styles': 'error',
      'wc/no-closed-shadow-root': 'error',
      'wc/no-constructor-params': 'error',
      'wc/no-self-class': 'error',
      'wc/require-listener-teardown': 'off',
      'wc/guard-super-call': 'off',
      // The panel's text box takes the focus when the person opens it; nothing moves focus on load.
      'lit-a11y/no-autofocus': 'error',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'lit/directives/unsafe-html.js', message: 'Never: what people write is text.' },
            { name: 'lit/directives/style-map.js', message: "Inline styles fail under style-src 'self': set custom properties, or use classes." },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'server/test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...style, ...noSleeps],
      'no-restricted-imports': ['error', { paths: [{ name: '@open-wc/testing', importNames: ['aTimeout'], message: 'No sleeps: await an event.' }] }],
      'no-console': 'off',
      // chai says `expect(x).to.be.true`.
      '@typescript-eslint/no-unused-expressions': 'off',
      // @open-wc/semantic-dom-diff declares chai's `equal` to give a promise, which it does for the DOM alone; what node:test's `test()` gives the
      // runner awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: ['Equal', { from: 'package', package: 'node:test', name: ['test', 'describe', 'suite', 'it'] }] },
      ],
      // A method looked at in an assertion is not called.
      '@typescript-eslint/unbound-method': 'off',
      // A fake stands for what it fakes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // TypeScript narrows what a call in between has changed.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
);
