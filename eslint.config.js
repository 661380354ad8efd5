// Rules for the scripts of the page and their tests. Layout is nobody's business here.
import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['**/*', '!src/**', '!eslint.config.js', 'src/main/webapp/assets/marked-cjk-friendly.js'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'array-callback-return': 'error',
      'consistent-return': 'error',
      'default-case-last': 'error',
      'dot-notation': 'error',
      eqeqeq: 'error',
      // What is hidden in a text is looked for by its code.
      'no-control-regex': 'off',
      'no-constructor-return': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-promise-executor-return': 'error',
      'no-self-compare': 'error',
      'no-shadow': 'error',
      'no-unreachable-loop': 'error',
      'no-use-before-define': ['error', { functions: false, classes: true, variables: false }],
      'no-useless-return': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['src/main/**/*.js'],
    languageOptions: { globals: globals.browser },
    rules: {
      // Nothing is ever parsed as HTML but what `formatted.js` has cleaned.
      'no-restricted-properties': ['error', ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write'].map((property) => ({ property }))],
      'no-console': 'error',
    },
  },
  { files: ['src/main/webapp/assets/workers/*.js'], languageOptions: { sourceType: 'script', globals: globals.worker } },
  { files: ['src/main/webapp/assets/theme.js'], languageOptions: { sourceType: 'script' } },
  { files: ['src/test/js/*.js', 'eslint.config.js'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
