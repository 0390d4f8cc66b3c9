// esbuild options that every Node bundle shares: product, tests and benchmarks alike.

/** Stands in for `sharp`, an image library that text models never call. */
const noImages = {
  name: 'no-images',
  setup(build) {
    build.onResolve({ filter: /^sharp$/ }, () => ({ path: 'sharp', namespace: 'no-images' }));
    build.onLoad({ filter: /.*/, namespace: 'no-images' }, () => ({
      contents: 'export default undefined;',
    }));
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
  plugins: [noImages],
  sourcemap: 'linked',
  logLevel: 'warning',
};
