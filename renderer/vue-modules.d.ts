/** For tools that read TypeScript alone; vue-tsc and the build know what is in each component. */
declare module '*.vue' {
  import type { Component } from 'vue'

  const component: Component
  export default component
}
