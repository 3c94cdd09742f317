import type { Diff } from '../compare/diff-causes';
import { versioned } from './version';

/** A diff in the public form: without the places in the texts. */
export const diffReport = ({ kind, before, after, changes, deltas, inseparable, payback }: Diff) =>
  versioned({
    kind,
    before,
    after,
    changes: changes.map(({ path, before: was, after: is }) => ({
      path,
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
    })),
    deltas,
    ...(inseparable.length === 0 ? {} : { inseparable }),
    ...(payback === undefined ? {} : { payback }),
  });

export type DiffReport = ReturnType<typeof diffReport>;
