// esbuild options that every Node bundle shares: product, tests and benchmarks alike.

/** Stands in for `sharp`, an image library that text models never call. */
const noImages = {
  name: 'no-images',
  setup(build) {
    build.onResolve({ filter: /^sharp$/ }, () => ({ path: 'sharp', namespace: 'no-images' }));
    build.onLoad({ filter: /.*/, namespace: 'no-images' }, () => ({
      // note: transformers refuses to load without an image library, even for text.
      contents: "export default () => { throw new Error('Images are not supported.'); };",
    }));
  },
};

/** Leaves out zod's messages in forty languages: a run config is explained in our own words. */
const noLocales = {
  name: 'no-locales',
  setup(build) {
    build.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      /[\\/]zod[\\/]/.test(importer) ? { path: 'locales', namespace: 'no-locales' } : null,
    );
    build.onLoad({ filter: /.*/, namespace: 'no-locales' }, () => ({ contents: 'export {};' }));
  },
};

export const nodeOptions = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  // note: tfjs's CommonJS build has no gradients registered.
  mainFields: ['module', 'main'],
  external: ['vscode', 'onnxruntime-node', 'fs-native-extensions'],
  loader: { '.wasm': 'binary' },
  plugins: [noImages, noLocales],
  sourcemap: 'linked',
  logLevel: 'warning',
};
