/** Typed lint rules; architecture itself is checked by tests/architecture.test.ts. */
import importX from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const noMathRandom = { object: 'Math', property: 'random', message: 'Use a stream of src/tensor/random.ts.' };
const noDateNow = {
  object: 'Date',
  property: 'now',
  message: 'Time is an argument; use performance.now() for durations in the engine.',
};

export default tseslint.config(
  {
    ignores: ['build/**', '.react-router/**', '**/*.as.ts', 'node_modules/**', 'public/**', '**/build/**', '.cache/**'],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'import-x/order': ['error', { alphabetize: { order: 'asc' }, 'newlines-between': 'never' }],
      'import-x/no-default-export': 'error',
      'no-restricted-properties': ['error', noMathRandom, noDateNow],
    },
  },
  {
    // Inner loops that index typed arrays.
    files: [
      'src/tensor/**',
      'src/reference/**',
      'src/engine/executors/**',
      'src/data/**',
      'src/draw/**',
      'tests/**',
      '**/*.test.ts',
      '**/*.test.tsx',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['src/app/**', '*.config.*', 'tests/**/*.config.ts'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  {
    files: ['src/**'],
    ignores: ['src/engine/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@tensorflow/*'], message: 'tfjs is imported in src/engine only.' }] },
      ],
    },
  },
  { files: ['eslint.config.js'], ...tseslint.configs.disableTypeChecked },
);
