/** WebAssembly: `x.wasm` is compiled from `x.as.ts` (AssemblyScript) when the bundle is built (build.mjs). */
declare module '*.wasm' {
  const code: Uint8Array;
  export default code;
}
