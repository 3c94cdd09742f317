/** What scanner.ts gives. */

/** The id of the text that a spelling with escapes stands for. */
export declare function resolve(id: u32): u32;

/** Number() of the bytes between two positions. */
export declare function parse(p: usize, q: usize): f64;

/** The track of a process and a thread, both as texts. */
export declare function trackOf(pid: u32, tid: u32): u32;
