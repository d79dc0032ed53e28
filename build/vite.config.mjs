// @ts-check
import path from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { root } from './run.mjs'

export default defineConfig({
  root: path.join(root, 'renderer'),
  // Relative, so that the page works below http://…/ and below the desktop's own scheme alike.
  base: './',
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false', __INTLIFY_JIT_COMPILATION__: 'true' },
  build: {
    outDir: path.join(root, 'dist/renderer'),
    emptyOutDir: true,
    // noVNC uses top-level await.
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
  },
})
