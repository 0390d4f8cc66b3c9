/** The bytes of a compiled kernel (bundled by esbuild's binary loader). */
declare module '*.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export { bytes as default };
}

/** The part of the WebAssembly interface the kernels use; Node has it, its type package does not. */
declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
  }
  class Module {
    readonly [Symbol.toStringTag]: string;
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, Memory>>);
    readonly exports: object;
  }
}
