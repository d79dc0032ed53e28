// @ts-check
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { circlesRule } from './build/lint/circles.mjs'
import { layersRule } from './build/lint/layers.mjs'

export default tseslint.config(
  { ignores: ['dist/', 'release/', 'node_modules/', 'test-results/', '.cache/'] },
  ...tseslint.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
        parser: tseslint.parser,
      },
    },
    plugins: { viridian: { rules: { circles: circlesRule, layers: layersRule } } },
    rules: {
      'viridian/circles': 'error',
      'viridian/layers': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      eqeqeq: 'error',
      'prefer-const': 'error',
      // Layout is prettier's.
      'vue/html-indent': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/multi-word-component-names': 'off',
    },
  },
  // What needs types is oxlint's in TypeScript files (.oxlintrc.json): it asks the native compiler, which takes a tenth of the time.
  { files: ['**/*.ts', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
)
