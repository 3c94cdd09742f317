const SMALL = 15;

/**
 * The order in which NumPy's argsort (introsort, npysort/quicksort.cpp, before 1.25) leaves keys: ascending, but
 * equal keys in no order that a definition would give. HTA sorts by time in whole microseconds with it, so that a
 * launch and a kernel start of the same microsecond stand in this order and no other; its queue lengths and copy
 * bandwidths follow from that. Only the window "hta" uses it.
 */
export const numpyOrder = (keys: Float64Array): Uint32Array => {
  const order = new Uint32Array(keys.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  const key = (place: number): number => keys[order[place] ?? 0] ?? 0;
  const swap = (a: number, b: number): void => {
    const kept = order[a] ?? 0;
    order[a] = order[b] ?? 0;
    order[b] = kept;
  };
  const levels = 2 * Math.floor(Math.log2(Math.max(1, keys.length)));
  const waiting: (readonly [left: number, right: number, levels: number])[] = [[0, keys.length - 1, levels]];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    let [left, right, level] = part;
    if (level < 0) {
      heapSort(order, keys, left, right);
      continue;
    }
    while (right - left > SMALL) {
      const split = partition(left, right, key, swap);
      level--;
      if (split - left < right - split) {
        waiting.push([split + 1, right, level]);
        right = split - 1;
      } else {
        waiting.push([left, split - 1, level]);
        left = split + 1;
      }
    }
    insertionSort(order, keys, left, right);
  }
  return order;
};

/** Hoare's partition around the median of the first, middle and last key. */
const partition = (
  left: number,
  right: number,
  key: (place: number) => number,
  swap: (a: number, b: number) => void,
): number => {
  const middle = left + ((right - left) >> 1);
  if (key(middle) < key(left)) swap(middle, left);
  if (key(right) < key(middle)) swap(right, middle);
  if (key(middle) < key(left)) swap(middle, left);
  const pivot = key(middle);
  let up = left;
  let down = right - 1;
  swap(middle, down);
  for (;;) {
    do up++;
    while (key(up) < pivot);
    do down--;
    while (pivot < key(down));
    if (up >= down) break;
    swap(up, down);
  }
  swap(up, right - 1);
  return up;
};

const insertionSort = (order: Uint32Array, keys: Float64Array, left: number, right: number): void => {
  for (let i = left + 1; i <= right; i++) {
    const moved = order[i] ?? 0;
    const key = keys[moved] ?? 0;
    let place = i;
    while (place > left && key < (keys[order[place - 1] ?? 0] ?? 0)) {
      order[place] = order[place - 1] ?? 0;
      place--;
    }
    order[place] = moved;
  }
};

const heapSort = (order: Uint32Array, keys: Float64Array, left: number, right: number): void => {
  const key = (row: number): number => keys[row] ?? 0;
  const at = (place: number): number => order[left + place - 1] ?? 0;
  const sift = (from: number, size: number, row: number): void => {
    let place = from;
    for (let child = 2 * place; child <= size; child = 2 * place) {
      if (child < size && key(at(child)) < key(at(child + 1))) child++;
      if (!(key(row) < key(at(child)))) break;
      order[left + place - 1] = at(child);
      place = child;
    }
    order[left + place - 1] = row;
  };
  let size = right - left + 1;
  for (let place = size >> 1; place > 0; place--) sift(place, size, at(place));
  while (size > 1) {
    const last = at(size);
    order[left + size - 1] = at(1);
    size--;
    sift(1, size, last);
  }
};
