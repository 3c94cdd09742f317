import type { CallNode } from './call-tree';

/** Finds a node by the one around it, its name and its site: an open hash table of places in `nodes`, plus one. */
export class NodeIndex {
  #slots = new Int32Array(1 << 10);

  constructor(private readonly nodes: readonly CallNode[]) {}

  /** A node's index, or -1. */
  find(parent: number, name: number, site: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(parent, name, site) & mask; ; slot = (slot + 1) & mask) {
      const index = (this.#slots[slot] ?? 0) - 1;
      const node = this.nodes[index];
      if (node === undefined) return -1;
      if (node.parent === parent && node.name === name && node.site === site) return index;
    }
  }

  /** Adds the last of the nodes. */
  addLast(): void {
    const index = this.nodes.length - 1;
    if (2 * this.nodes.length > this.#slots.length) {
      this.#slots = new Int32Array(2 * this.#slots.length);
      // The root is looked for by nobody.
      for (let each = 1; each < index; each++) this.#place(each);
    }
    this.#place(index);
  }

  #place(index: number): void {
    const { parent = 0, name = 0, site = 0 } = this.nodes[index] ?? {};
    const mask = this.#slots.length - 1;
    let slot = hash(parent, name, site) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = index + 1;
  }
}

const hash = (parent: number, name: number, site: number): number => {
  const mixed = Math.imul(Math.imul(parent, 0x9e3779b1) ^ name, 0x85ebca6b) ^ site;
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 8;
};
