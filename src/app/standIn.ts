/** Temporary: a widget whose view is not written yet says so instead of stopping the build. To be deleted when all views exist. */
import type { Plugin } from 'vite';

export function missingViews(): Plugin {
  return {
    name: 'missing-views',
    enforce: 'pre',
    async resolveId(id, importer, options) {
      if (!/widgets\/[\w-]+\/View$/.test(id)) return undefined;
      if ((process.env['STUB_VIEWS'] ?? '').split(',').some((name) => name !== '' && id.includes(name))) return '\0missing-view';
      const found = await this.resolve(id, importer, { ...options, skipSelf: true });
      return found ?? '\0missing-view';
    },
    load: (id) => (id === '\0missing-view' ? `throw new Error('this figure is not written yet')` : undefined),
  };
}
