/** The bytes of a compiled kernel (bundled by esbuild's binary loader). */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export { bytes as default };
}
