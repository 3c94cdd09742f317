/** Data files: parsed when the bundle is built (build.mjs), validated when first used. */
declare module '*.yaml' {
  const value: unknown;
  export default value;
}
