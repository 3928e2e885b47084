/** Modules that the build makes. */
declare module 'virtual:stand-in-book' {
  import type { Part } from '../lessons/model';
  export const parts: readonly Part[];
}
