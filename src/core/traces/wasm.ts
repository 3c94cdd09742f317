import { Problem } from '../problem';

/** A number of a module, as WebAssembly.Global. */
export interface Cell {
  readonly value: number;
}

export interface Memory {
  readonly buffer: SharedArrayBuffer;
}

/** The part of the engine's WebAssembly that is used; core has neither Node's nor the browser's types. */
interface Assembly {
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => Memory;
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Assembly };

/** As the build compiles modules (tools/build/plugins.mjs): 4 MiB at first, 4 GiB at most. */
const MEMORY = { initial: 64, maximum: 65_536, shared: true } as const;

/**
 * Memory for a module, shared so that views of it stay valid when it grows; nothing is shared between threads.
 * @param what it is for, as in "reading a trace"
 * @throws Problem where the process may not have as many addresses; the memory itself comes as it is used
 */
export const allocateMemory = (what: string): Memory => {
  try {
    return new WebAssembly.Memory(MEMORY);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Problem(
      `the system gives too few addresses for ${what} (WebAssembly reserves 10 GB of them, not of memory); raise the limit (\`ulimit -v\`)`,
    );
  }
};

/** Compiles a module when it is first wanted, and gives what instances of it export. */
export const moduleOf = <Exports extends object>(code: Uint8Array): ((imports: object) => Exports) => {
  let compiled: object | undefined;
  return (imports) => {
    compiled ??= new WebAssembly.Module(code);
    return new WebAssembly.Instance(compiled, imports).exports as Exports;
  };
};
